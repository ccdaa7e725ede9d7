#include "tools/resume_policy.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "run/replacement.hpp"
#include "run/run_directory.hpp"
#include "run/run_lock.hpp"
#include "tools/own_data.hpp"

namespace rowgrad {
namespace {

Config with_seed(Config config, const std::optional<std::size_t>& seed) {
  if (seed) config.seed = *seed;
  return config;
}

// A run that was to replace the one in `out` and was killed is the one to go on with.
void recover(const std::string& out) {
  if (!needs_recovery(out)) return;
  const RunLock lock(out);
  if (recover_replacement(out)) spdlog::warn("{}: the run that was to replace this one was killed; it goes on", out);
}

// The JSON pointer of the first difference; empty if there is none.
std::string first_difference(const Json& a, const Json& b) {
  const Json changes = Json::diff(a, b);
  return changes.empty() ? std::string() : changes[0]["path"].get<std::string>();
}

}  // namespace

RunSpec resumed_spec(const TrainArguments& a) {
  recover(a.out);
  const RunDirectory run(a.out);
  const std::string file = run.config().string(), flag = a.finish ? "--finish" : "--resume";
  if (!run.holds_run())
    throw input_error(flag, fmt::format("{} holds no run", a.out), "name the --out of the run to go on with");
  if (!a.init_from.empty()) throw input_error("--init-from", "a resumed run keeps its parameters", "remove the flag");
  const Json saved = read_run_spec(Config::load(file)).resolved;
  RunSpec asked = read_run_spec(with_seed(Config::load(file, a.set), a.seed));
  const std::size_t had = saved["train"]["epochs"], epochs = asked.resolved["train"]["epochs"];
  Json compared = asked.resolved;
  compared["train"]["epochs"] = had;
  if (const std::string changed = first_difference(saved, compared); !changed.empty()) {
    throw input_error(flag, fmt::format("a resumed run keeps its config, but this would change {}", changed),
                      "start a new run with another --out; only train.epochs may grow");
  }
  if (!a.config.empty()) {
    const Json given = read_run_spec(Config::load(a.config, with_own_data(a.config, a.set).overrides)).resolved;
    if (const std::string differs = first_difference(saved, given); !differs.empty())
      spdlog::warn("the run keeps its saved config; {} differs from it at {}", a.config, differs);
  }
  if (epochs < had) {
    throw input_error("--set train.epochs",
                      fmt::format("a resumed run keeps its {} epochs or gets more, found {}", had, epochs),
                      "give a larger number");
  }
  return asked;
}

}  // namespace rowgrad
