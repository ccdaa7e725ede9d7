// Registry<Base>: the named implementations of one kind of thing (layers, optimizers, schedules, tasks, engines).
//
// Each implementation registers itself from its own file, so that adding one touches no other.
#pragma once

#include <fmt/format.h>

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "config/keys.hpp"
#include "config/suggest.hpp"

namespace rowgrad {

template <class Base>
class Registry {
 public:
  struct Entry {
    std::string doc;
    std::function<std::unique_ptr<Base>()> create;
    bool is_old_name = false;
  };

  static Registry& instance() {
    static Registry registry;
    return registry;
  }

  bool add(const std::string& name, Entry entry) {
    entries_[name] = std::move(entry);
    return true;
  }

  /// Throws Error at `where` with a suggestion if there is no such name. `kind` is what the message calls it.
  std::unique_ptr<Base> create(const std::string& name, const std::string& kind, const Where& where) const {
    const auto it = entries_.find(name);
    if (it == entries_.end()) throw where.error(fmt::format("unknown {} \"{}\"", kind, name), suggest(name, names()));
    return it->second.create();
  }

  /// All of them, under old names too.
  const std::map<std::string, Entry>& entries() const { return entries_; }

  std::vector<std::string> names() const { return names(/*old=*/false); }
  /// Under which configs may still name what has another name now.
  std::vector<std::string> old_names() const { return names(/*old=*/true); }

 private:
  std::vector<std::string> names(bool old) const {
    std::vector<std::string> names;
    for (const auto& [name, entry] : entries_) {
      if (entry.is_old_name == old) names.push_back(name);
    }
    return names;
  }

  std::map<std::string, Entry> entries_;
};

/// `const bool registered = register_as<UpdateRule, AdamW>("AdamW", "one-line doc");` at the end of a file.
template <class Base, class Derived>
bool register_as(const std::string& name, const std::string& doc) {
  return Registry<Base>::instance().add(name, {doc, [] { return std::make_unique<Derived>(); }});
}

/// The same under a name it had before, which configs may still use; it is listed nowhere.
template <class Base, class Derived>
bool also_registered_as(const std::string& old_name, const std::string& name) {
  return Registry<Base>::instance().add(
      old_name, {"the old name of " + name, [] { return std::make_unique<Derived>(); }, /*is_old_name=*/true});
}

/// The keys a fresh object of this name declares, with their defaults.
template <class Base>
std::pair<std::unique_ptr<Base>, Keys> declared_keys(const std::string& name) {
  auto object = Registry<Base>::instance().entries().at(name).create();
  Keys keys;
  object->declare(keys);
  return {std::move(object), std::move(keys)};
}

}  // namespace rowgrad
