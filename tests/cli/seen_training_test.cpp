// What a person, and a program in a pipe, sees of a run while it trains and when it ends.
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <regex>

#include "tests/cli/workplace.hpp"

namespace rowgrad {
namespace {

// A terminal that nobody sits at: what is written to it can be read back.
class Terminal {
 public:
  Terminal() : fd_(::posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK)) {
    REQUIRE(fd_ >= 0);
    REQUIRE(::grantpt(fd_) == 0);
    REQUIRE(::unlockpt(fd_) == 0);
    name_ = ::ptsname(fd_);
    kept_ = ::open(name_.c_str(), O_RDWR | O_NOCTTY);  // what was written is lost when nobody has it open
  }
  ~Terminal() {
    ::close(kept_);
    ::close(fd_);
  }
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  const std::string& name() const { return name_; }
  std::string text() const {
    std::string text;
    char buffer[4096];
    for (ssize_t n = 0; (n = ::read(fd_, buffer, sizeof buffer)) > 0;) text.append(buffer, static_cast<std::size_t>(n));
    std::erase(text, '\r');
    return text;
  }

 private:
  int fd_, kept_ = -1;
  std::string name_;
};

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; at += part.size()) ++found;
  return found;
}

// Dev contradicts train, so that its loss rises from some epoch on.
Json contradicted(const Workplace& place) {
  place.folder.write("train.tsv", "good\tpos\nbad\tneg\ngood film\tpos\nbad film\tneg\n");
  place.folder.write("dev.tsv", "good\tneg\nbad\tpos\nfilm\tpos\n");
  Json config = good_config();
  config["data"]["dev"] = "dev.tsv";
  config["optimizer"] = {{"type", "AdamW"}, {"lr", 0.05}};
  config["train"] = {{"epochs", 50}, {"batch_size", 2}, {"patience", 3}};
  return config;
}

std::vector<std::string> command(const Workplace& place, const Json& config, std::vector<std::string> more = {}) {
  place.folder.write("config.json", config.dump());
  more.insert(more.begin(), {"train", "--config", place.config, "--out", place.out});
  return more;
}

TEST_CASE("each epoch has its line, and the last line says why training stopped and which epoch is kept") {
  const Workplace place;
  const Finished finished = run_command(command(place, contradicted(place)));
  INFO(finished.err);
  REQUIRE(finished.code == 0);
  const Json summary = Json::parse(finished.out);
  const std::size_t epochs = summary["epochs"], best = summary["best_epoch"];
  REQUIRE(epochs < 50);
  const std::regex line(R"(epoch +\d+/50  train loss \d\.\d{4}  dev loss \d\.\d{4}  accuracy \d+\.\d %  best.*)");
  std::istringstream lines(finished.err);
  std::size_t seen = 0;
  for (std::string text; std::getline(lines, text);) seen += std::regex_match(text, line) ? 1 : 0;
  CHECK(seen == epochs);
  CHECK(count(finished.err, "best so far") >= 1);
  CHECK(count(finished.err, fmt::format("stopped after {} of 50 epochs", epochs)) == 1);
  CHECK(count(finished.err, fmt::format("no better dev loss for 3 epochs; epoch {} is kept", best)) == 1);
  CHECK(count(finished.err, "100.0%") == 0);
}

TEST_CASE("the epoch of the lowest dev loss so far is said without early stopping too, and over a resume") {
  const Workplace place;
  Json config = contradicted(place);
  config["train"] = {{"epochs", 20}, {"batch_size", 2}};
  const Finished first = run_command(command(place, config));
  REQUIRE(first.code == 0);
  const Finished more = run_command({"train", "--resume", "--out", place.out, "--set", "train.epochs=25"});
  REQUIRE(more.code == 0);
  std::istringstream lines(read_text(place.out + "/metrics.jsonl"));
  double lowest = 1e9;
  std::size_t best = 0;
  for (std::string text; std::getline(lines, text);) {
    const Json line = Json::parse(text);
    if (line["split"] != "dev" || line["loss"] >= lowest) continue;
    lowest = line["loss"];
    ++best;
  }
  CHECK(best >= 1);
  CHECK(count(first.err + more.err, "best so far") == best);
  CHECK(count(first.err + more.err, "is kept") == 0);
}

TEST_CASE("with --quiet a run says nothing that is not wrong, and prints its summary") {
  const Workplace place;
  const Finished finished = run_command(command(place, contradicted(place), {"--quiet"}));
  CHECK(finished.code == 0);
  CHECK(finished.err == "");
  CHECK(finished.out == read_text(place.out + "/summary.json"));
}

TEST_CASE("a pipe gets the summary as JSON, and stderr one command to try, which works") {
  const Workplace place;
  const Finished finished = run_command(command(place, good_config()));
  CHECK(finished.out == read_text(place.out + "/summary.json"));
  CHECK(count(finished.err, "try: ") == 1);
  const std::string hint = finished.err.substr(finished.err.find("try: ") + 5);
  const std::string file = place.folder / "train.tsv";
  CHECK(hint == fmt::format("{}/rowgrad predict {} {}\n", ROWGRAD_BIN_DIR, place.out, file));
  const Finished tried = run_command({"rowgrad", "predict", place.out, file});
  CHECK(tried.code == 0);
  CHECK(count(tried.err, "of 2 labels predicted") == 1);
}

TEST_CASE("a classifier of texts from standard input is tried with a word that is no option") {
  const Workplace place;
  place.folder.write("config.json", good_config().dump());
  const std::vector<std::string> command{"train",
                                         "--config",
                                         place.config,
                                         "--out",
                                         place.out,
                                         "--data",
                                         "-",
                                         "--set",
                                         "data.min_count=1",
                                         "--set",
                                         "data.tokenizer=whitespace"};
  const Finished finished = run_command(command, {.input = "--long a b\tpositive\n--long c d\tnegative\n"});
  INFO(finished.err);
  REQUIRE(finished.code == 0);
  CHECK(count(finished.err, " --text ") == 1);
  CHECK(count(finished.err, "--text '--long'") + count(finished.err, "--text --long") == 0);
}

TEST_CASE("a terminal gets a table, and with --json the JSON") {
  const Workplace place;
  const Terminal terminal;
  REQUIRE(run_command(command(place, contradicted(place)), {.out = terminal.name()}).code == 0);
  const std::string table = terminal.text();
  INFO(table);
  CHECK(table.find("loss    accuracy    macro F1\ntrain") != std::string::npos);
  CHECK(std::regex_search(table, std::regex("\nparameters  [0-9]{1,3}(,[0-9]{3})*\n")));
  for (const char* part : {"\ndev ", "\nepochs ", " is kept)", "\nparameters ", "\ntime ", " tokens/s\n"})
    CHECK(count(table, part) == 1);
  CHECK(table.find("\nrun         " + place.out + "\n") != std::string::npos);
  CHECK(table.find('{') == std::string::npos);
  REQUIRE(run_command(command(place, good_config(), {"--overwrite", "--json"}), {.out = terminal.name()}).code == 0);
  CHECK(terminal.text() == read_text(place.out + "/summary.json"));
}

TEST_CASE("each line of metrics.jsonl has the seconds of training, which go on over a resume") {
  const Workplace place;
  Json config = contradicted(place);
  config["train"] = {{"epochs", 3}, {"batch_size", 2}, {"log_every", 1}};
  REQUIRE(run_command(command(place, config, {"--quiet"})).code == 0);
  REQUIRE(run_command({"train", "--resume", "--out", place.out, "--set", "train.epochs=6", "--quiet"}).code == 0);
  std::istringstream lines(read_text(place.out + "/metrics.jsonl"));
  double before = 0.0;
  std::size_t dev = 0;
  for (std::string text; std::getline(lines, text);) {
    const Json line = Json::parse(text);
    CHECK(line["seconds"].get<double>() >= before);
    before = line["seconds"];
    if (line["split"] != "dev") continue;
    ++dev;
    CHECK(line.contains("accuracy"));
  }
  CHECK(dev == 6);
  const Json seconds = Json::parse(read_text(place.out + "/summary.json"))["seconds"];
  CHECK(before <= seconds["train"].get<double>() + 1e-6);
}

TEST_CASE("both programs tell the project's version") {
  const Finished train = run_command({"train", "--version"}), rowgrad = run_command({"rowgrad", "--version"});
  CHECK(train.code == 0);
  CHECK(std::regex_match(train.out, std::regex(R"(rowgrad \d+\.\d+\.\d+\n)")));
  CHECK(rowgrad.out == train.out);
}

TEST_CASE("the flag --verbose tells which kernels are used") {
  const Workplace place;
  CHECK(place.train(good_config(), {"--verbose"}).err.find("kernels:") != std::string::npos);
}

}  // namespace
}  // namespace rowgrad
