#include "graph/wiring.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace rowgrad {

std::string describe(const Signature& s) {
  if (s.kind == Kind::ids) return fmt::format("ids below {} in domain \"{}\"", s.width, s.domain->name);
  if (s.kind == Kind::loss) return fmt::format("a loss in domain \"{}\"", s.domain->name);
  return fmt::format("rows of {} in domain \"{}\"", s.width, s.domain->name);
}

std::string Wiring::title(std::size_t i) const { return fmt::format("input \"{}\"", inputs_[i].name); }

void Wiring::fail(const std::string& what, const std::string& remedy) const {
  throw where_.error(fmt::format("{}: {}", layer_, what), remedy);
}

void Wiring::expect(const std::vector<std::string>& form) const {
  if (count() == form.size()) return;
  fail(fmt::format("expected {} input{} ({}), found {}", form.size(), form.size() == 1 ? "" : "s",
                   fmt::join(form, ", "), count()),
       form.size() == 1 ? "name it in \"input\"" : "name them in \"inputs\"");
}

const Signature& Wiring::ids(std::size_t i) const {
  if (inputs_[i].signature.kind != Kind::ids) {
    fail(fmt::format("{} must be ids, found {}", title(i), describe(inputs_[i].signature)),
         "name one of the task's inputs");
  }
  return inputs_[i].signature;
}

const Signature& Wiring::samples(std::size_t i) const {
  if (ids(i).log_probability == nullptr) {
    fail(fmt::format("{} must be ids drawn at random, found {}", title(i), describe(inputs_[i].signature)),
         "name \"sampled\", which the data provides if \"data.sampled\" says how many");
  }
  return inputs_[i].signature;
}

const Signature& Wiring::rows(std::size_t i) const {
  if (inputs_[i].signature.kind == Kind::ids) {
    fail(fmt::format("{} must be rows of numbers, found {}", title(i), describe(inputs_[i].signature)),
         "look ids up in an Embedding first");
  }
  if (inputs_[i].signature.kind == Kind::loss)
    fail(fmt::format("{} is a loss, which only Sum and Mean may read", title(i)));
  return inputs_[i].signature;
}

const Signature& Wiring::grouped(std::size_t i) const {
  const Signature& s = inputs_[i].signature;
  if (s.kind == Kind::ids) rows(i);
  if (s.domain->group == nullptr) {
    fail(fmt::format("{} has one row per {}, which is not grouped into segments", title(i), s.domain->name),
         "reduce a value whose rows are grouped, such as the tokens of a document");
  }
  return s;
}

void Wiring::same_domain(std::size_t i, std::size_t j) const {
  if (inputs_[i].signature.domain == inputs_[j].signature.domain) return;
  fail(fmt::format("{} has one row per {}, but {} has one row per {}", title(i), inputs_[i].signature.domain->name,
                   title(j), inputs_[j].signature.domain->name),
       "bring both to one domain, for example with Sum or Mean");
}

void Wiring::same_width(std::size_t i, std::size_t j) const {
  if (inputs_[i].signature.width == inputs_[j].signature.width) return;
  fail(fmt::format("{} has width {}, but {} has width {}", title(i), inputs_[i].signature.width, title(j),
                   inputs_[j].signature.width),
       "make the two sizes equal");
}

std::size_t Wiring::size(const Size& size, const std::string& key) const { return resolve_size(size, where_ / key); }

Wiring::Shape Wiring::borrowed(const std::string& reference) const {
  return resolve_parameter(reference, where_ / "weight");
}

}  // namespace rowgrad
