#include "tools/train_arguments.hpp"

#include <fmt/format.h>
#include <sched.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <thread>

#include "core/command_name.hpp"
#include "core/error.hpp"
#include "core/utf8.hpp"
#include "tools/main.hpp"
#include "tools/numbers.hpp"

namespace rowgrad {
namespace {

const char* const examples = R"(Examples:
  train --config configs/sentiment.json
  train --config configs/sentiment.json --data reviews.csv --test held_out.csv --out runs/mine
  train --config configs/bigram.json --data names.txt --out runs/names
  train --config configs/sgns.json --set sizes.d=100 --set train.epochs=3
  train --resume --out runs/names --set train.epochs=20
  train --finish --out runs/names
)";

// Files as overrides of the keys that name them.
void add_data_options(CLI::App& app, TrainArguments& a) {
  const auto add = [&](const std::string& flag, const std::string& key, const std::string& doc) {
    app.add_option_function<std::string>(
        flag, [&a, key](const std::string& file) { a.data.push_back("data." + key + "=" + file); }, doc);
  };
  add("--data", "train", "your training data, in place of all the config's; - is standard input");
  add("--dev", "dev", "held-out data for choosing");
  add("--test", "test", "held-out data for the final figure");
}

// What a run's config repeats must be text that JSON can hold.
void check_utf8(const TrainArguments& a) {
  const auto check = [](const std::string& flag, const std::string& text) {
    if (find_invalid_utf8(text) == std::string_view::npos) return;
    throw input_error(flag, "expected UTF-8, found other bytes", "rename the file or write the value in UTF-8");
  };
  check("--config", a.config);
  check("--out", a.out);
  check("--init-from", a.init_from);
  for (const std::string& assignment : a.set) check("--set", assignment);
  for (const std::string& assignment : a.data) check("--data", assignment);
}

void check(const TrainArguments& a) {
  check_utf8(a);
  if (a.config.empty() && !(a.reopens() && !a.out.empty())) {
    throw input_error("--config", "expected a config file, found none",
                      fmt::format("for example: {} --config configs/sentiment.json", command_name("train")));
  }
  if (a.resume && a.overwrite) throw input_error("--resume", "cannot be combined with --overwrite", "choose one");
  if (!a.finish) return;
  for (const auto& [given, flag] : {std::pair{a.resume, "--resume"},
                                    {a.overwrite, "--overwrite"},
                                    {!a.init_from.empty(), "--init-from"},
                                    {!a.set.empty(), "--set"},
                                    {!a.data.empty(), "--data, --dev or --test"},
                                    {a.seed.has_value(), "--seed"}}) {
    if (given) throw input_error("--finish", std::string("cannot be combined with ") + flag, "nothing is trained");
  }
}

// Those this process may run on; of several ranks on one machine that are bound to no cores, each takes its part.
int cores() {
  cpu_set_t set;
  CPU_ZERO(&set);
  const int all = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  const int allowed = ::sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : all;
  const char* ranks_here = std::getenv("OMPI_COMM_WORLD_LOCAL_SIZE");
  const int ranks = allowed == all && ranks_here != nullptr ? std::max(1, std::atoi(ranks_here)) : 1;
  return std::max(1, allowed / ranks);
}

}  // namespace

std::optional<TrainArguments> TrainArguments::parse(int argc, char** argv) {
  CLI::App app("Trains a model from a JSON config and writes a run directory.", "train");
  TrainArguments a;
  a.threads = cores();
  app.add_option("--config", a.config, "the config file; see `rowgrad layers` and configs/");
  add_data_options(app, a);
  app.add_option("--set", a.set, "override a key: path.to.key=value")->allow_extra_args(false);
  app.add_option("--out", a.out, "the run directory (default: runs/<config name>, or beside it if that is taken)");
  app.add_flag("--resume", a.resume, "continue the run in --out from its checkpoint");
  app.add_flag("--finish", a.finish, "end the run in --out at its checkpoint, without further training");
  app.add_flag("--overwrite", a.overwrite, "replace the run in --out");
  app.add_option("--init-from", a.init_from,
                 "start from another run's parameters; its tokens and labels are kept beside the new data's");
  app.add_option("--threads", a.threads, "threads (default: the cores available, shared among the ranks of a machine)")
      ->check(whole_number(1, 1024));
  app.add_option("--seed", a.seed, "seed (default: the config's)")->check(whole_number(0));
  app.add_flag("--quiet", a.quiet, "no progress");
  app.add_flag("--json", a.json, "print the summary as JSON on a terminal too");
  app.add_flag("--print-config", a.print_config, "print the resolved config and stop");
  add_common_flags(app);
  app.footer(examples);
  if (!rowgrad::parse(app, argc, argv)) return std::nullopt;
  check(a);
  a.set.insert(a.set.begin(), a.data.begin(), a.data.end());
  a.out_given = !a.out.empty();
  if (!a.out_given) a.out = (std::filesystem::path("runs") / std::filesystem::path(a.config).stem()).string();
  return a;
}

}  // namespace rowgrad
