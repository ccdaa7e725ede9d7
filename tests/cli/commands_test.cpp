// The subcommands of rowgrad on small runs of the project's own data.
#include <cstdlib>

#include "config/types.hpp"
#include "tests/catch.hpp"
#include "tests/cli/process.hpp"

namespace rowgrad {
namespace {

std::string trained(const TemporaryFolder& folder, const std::string& config) {
  std::string run = folder / config;
  const Finished finished =
      run_command({"train", "--config", source_file("configs/" + config + ".json"), "--out", run, "--quiet"});
  INFO(finished.err);
  REQUIRE(finished.code == 0);
  return run;
}

std::string output(const std::vector<std::string>& command, const std::string& input = {}) {
  const Finished finished = run_command(command, {.input = input});
  INFO(finished.err);
  REQUIRE(finished.code == 0);
  return finished.out;
}

TEST_CASE("every command has help with an example") {
  const std::string help = output({"rowgrad", "--help"});
  std::size_t commands = 0;
  for (std::size_t at = help.find("Subcommands:"); (at = help.find("\n  ", at)) != std::string::npos; ++at) {
    const std::string name = help.substr(at + 3, help.find(' ', at + 3) - at - 3);
    if (name.empty()) continue;
    CAPTURE(name);
    CHECK(output({"rowgrad", name, "--help"}).find("rowgrad " + name) != std::string::npos);
    ++commands;
  }
  CHECK(commands >= 8);
  CHECK(output({"train", "--help"}).find("Examples:") != std::string::npos);
}

TEST_CASE("help explains a command as its --help does, and a misspelt one gets a suggestion") {
  CHECK(output({"rowgrad", "help"}) == output({"rowgrad", "--help"}));
  CHECK(output({"rowgrad", "help", "nearest"}) == output({"rowgrad", "nearest", "--help"}));
  const Finished wrong = run_command({"rowgrad", "help", "neares"});
  CHECK(wrong.code == 2);
  CHECK(wrong.err.find("did you mean \"nearest\"") != std::string::npos);
}

TEST_CASE("completions name every command and option, and the shell can read them") {
  for (const std::string shell : {"bash", "zsh", "fish"}) {
    const std::string script = output({"rowgrad", "completions", shell});
    for (const std::string word : {"nearest", "compare", "labelled", "threads"})
      CHECK(script.find(word) != std::string::npos);
    CHECK(script.find("crowding") == std::string::npos);
  }
  CHECK(run_command({"rowgrad", "completions", "tcsh"}).code == 2);
  const TemporaryFolder folder;
  const std::string script = folder.write("completions", output({"rowgrad", "completions", "bash"}) +
                                                             "COMP_WORDS=(rowgrad --threads 2 predict --lab)\n"
                                                             "COMP_CWORD=4\n_rowgrad\necho \"${COMPREPLY[@]}\"\n");
  const std::string line = "source " + script;
  CHECK(std::system(("bash -c '" + line + "' > " + (folder / "out").string()).c_str()) == 0);
  CHECK(read_text(folder / "out") == "--labelled\n");
}

TEST_CASE("the flag --threads may stand before or after the command") {
  const std::string sizes = "--dims=2";
  const std::string before = output({"rowgrad", "--threads", "2", "nearest-pair", sizes, "-n", "9"});
  CHECK(output({"rowgrad", "nearest-pair", sizes, "-n", "9", "--threads", "2"}) == before);
  CHECK(run_command({"rowgrad", "nearest-pair", sizes, "--threads", "0"}).code == 2);
}

TEST_CASE("the flag --verbose may stand before or after the command") {
  const auto code = [](const std::vector<std::string>& command) { return run_command(command).code; };
  CHECK(code({"rowgrad", "--verbose", "nearest-pair", "--dims=2", "-n", "9"}) == 0);
  CHECK(code({"rowgrad", "nearest-pair", "--verbose", "--dims=2", "-n", "9"}) == 0);
}

TEST_CASE("evaluation of a language model says how many symbols it left out") {
  const TemporaryFolder folder;
  const std::string run = trained(folder, "bigram");
  const std::string file = folder.write("names.txt", "emma\n\xC3\x89lodie\n");
  const Finished finished = run_command({"rowgrad", "evaluate", run, "--data", file, "--json"});
  INFO(finished.err);
  REQUIRE(finished.code == 0);
  CHECK(Json::parse(finished.out)["dropped_symbols"] == 1);
  CHECK_THAT(finished.err, Catch::Contains("1 symbols") && Catch::Contains("\"\xC3\x89\""));
  const Json known = Json::parse(output({"rowgrad", "evaluate", run, "--json"}));
  CHECK_FALSE(known["train"].contains("dropped_symbols"));
}

TEST_CASE("predict labels each line with the tokenizer of training") {
  const TemporaryFolder folder;
  const std::string run = trained(folder, "sentiment");
  const std::string lines = output({"rowgrad", "predict", run}, "Not bad!\nnot bad !\n\nlast, without an end");
  CHECK(std::count(lines.begin(), lines.end(), '\n') == 4);
  const auto line = [&](std::size_t n) {
    std::size_t start = 0;
    for (std::size_t i = 0; i < n; ++i) start = lines.find('\n', start) + 1;
    return lines.substr(start, lines.find('\n', start) - start);
  };
  CHECK(line(0) == line(1));
  const std::size_t tab = line(0).find('\t');
  REQUIRE(tab != std::string::npos);
  const std::string label = line(0).substr(0, tab);
  CHECK((label == "positive" || label == "negative"));
  const double probability = std::stod(line(0).substr(tab + 1));
  CHECK(probability >= 0.5);
  CHECK(probability <= 1.0);

  const Json json = Json::parse(output({"rowgrad", "predict", run, "--text", "Not bad!", "--json"}));
  CHECK(json["label"] == label);
  CHECK(json["probability"].get<double>() == Approx(probability).margin(1e-5));
  CHECK(json["probabilities"]["positive"].get<double>() + json["probabilities"]["negative"].get<double>() == Approx(1));
}

TEST_CASE("evaluate repeats what the run's summary says, and measures a file by itself") {
  const TemporaryFolder folder;
  const std::string run = trained(folder, "sentiment");
  const Json summary = Json::parse(read_text(run + "/summary.json"));
  const Json all = Json::parse(output({"rowgrad", "evaluate", run, "--json"}));
  CHECK(all["test"]["accuracy"] == summary["test"]["accuracy"]);
  CHECK(all["train"]["loss"] == summary["train"]["loss"]);
  const std::string test = source_file("data/phrases.test.tsv");
  const Json file = Json::parse(output({"rowgrad", "evaluate", run, "--data", test, "--json"}));
  CHECK(file["loss"] == summary["test"]["loss"]);
  CHECK(run_command({"rowgrad", "evaluate", run, "--data", "/nowhere.tsv"}).code == 2);
}

TEST_CASE("generate repeats itself for a seed and differs for another") {
  const TemporaryFolder folder;
  const std::string run = trained(folder, "bigram");
  const std::string names = output({"rowgrad", "generate", run, "-n", "5", "--seed", "3"});
  CHECK(std::count(names.begin(), names.end(), '\n') == 5);
  CHECK(output({"rowgrad", "generate", run, "--count", "5", "--seed", "3"}) == names);
  CHECK(output({"rowgrad", "generate", run, "-n", "5", "--seed", "4"}) != names);
  CHECK(Json::parse(output({"rowgrad", "generate", run, "-n", "3", "--json"})).size() == 3);
}

TEST_CASE("what was read from standard input is not waited for again") {
  const TemporaryFolder folder;
  const std::string out = folder / "run";
  const std::string names = "anna\nbo\nhannah\notto\nanna\nbo\nhannah\notto\nida\nbob\n";
  REQUIRE(run_command({"train", "--config", source_file("configs/bigram.json"), "--data", "-", "--out", out, "--quiet",
                       "--set", "train.epochs=1"},
                      {.input = names})
              .code == 0);
  const Finished items = run_command({"rowgrad", "generate", out, "-n", "2"}, {.input = names});
  INFO(items.err);
  CHECK(items.code == 0);
  CHECK_THAT(items.err, Catch::Contains("known items are not marked") && Catch::Contains("came from standard input"));
  const Finished refused = run_command({"rowgrad", "evaluate", out}, {.input = names});
  CHECK(refused.code == 2);
  CHECK_THAT(refused.err, Catch::Contains("--data FILE"));
  CHECK(run_command({"rowgrad", "evaluate", out, "--data", "-"}, {.input = names}).code == 0);
}

TEST_CASE("count gives the bigram's optimum, which the trained one cannot beat") {
  // ".ab", ".a": from the boundary a a; from a b and the boundary; from b the boundary. H = (2 ln 2) / 5.
  const TemporaryFolder folder;
  const std::string file = folder.write("items.txt", "ab\na\n");
  const Json counted = Json::parse(output({"rowgrad", "count", file, "--json"}));
  CHECK(counted["pairs"] == 5);
  CHECK(counted["loss"].get<double>() == Approx(2 * std::log(2.0) / 5));
  // V = 3: p(a|.) = 3/5 twice, p(b|a) = p(.|a) = 2/5, p(.|b) = 2/4.
  CHECK(counted["smoothed_loss"].get<double>() == Approx(-(2 * std::log(0.6) + 2 * std::log(0.4) + std::log(0.5)) / 5));

  const std::string run = trained(folder, "bigram");
  const Json names = Json::parse(output({"rowgrad", "count", source_file("data/names.txt"), "--json"}));
  const double trained_loss = Json::parse(read_text(run + "/summary.json"))["train"]["loss"];
  CHECK(trained_loss >= names["loss"].get<double>());
}

TEST_CASE("parameters counts a tied table once, from sizes alone") {
  const std::vector<std::string> command{"rowgrad",
                                         "parameters",
                                         source_file("configs/bigram_tied.json"),
                                         "--json",
                                         "--set",
                                         "sizes.vocab=50257",
                                         "--set",
                                         "sizes.d=768",
                                         "--set",
                                         "data.train=/nowhere"};
  const Json counts = Json::parse(output(command));
  CHECK(counts["layers"][0]["parameters"] == 50257 * 768);
  CHECK(counts["saved_by_sharing"] == 50257 * 768);
  CHECK(counts["total"] == 50257 * 768 + 768 * 768 + 768 + 50257);
  CHECK(run_command({"rowgrad", "parameters", source_file("configs/bigram_tied.json"), "--set", "data.train=/nowhere"})
            .code == 2);
}

TEST_CASE("a command says which runs it works with") {
  const TemporaryFolder folder;
  const std::string run = trained(folder, "bigram");
  const Finished finished = run_command({"rowgrad", "predict", run, "--text", "x"});
  CHECK(finished.code == 2);
  CHECK(finished.err.find("\"classification\"") != std::string::npos);
  const Finished none = run_command({"rowgrad", "generate", folder / "nowhere"});
  CHECK(none.code == 2);
  CHECK(none.err.find("nowhere") != std::string::npos);
}

TEST_CASE("a text that subsampling leaves nothing of is refused, not passed off as a loss of zero") {
  const TemporaryFolder folder;
  const Finished run = run_command({"train", "--config", source_file("configs/sgns.json"), "--set",
                                    "data.subsample=1e-12", "--set", "train.epochs=1", "--out", folder / "run"});
  CHECK(run.code == 2);
  CHECK_THAT(run.err, Catch::Contains("no batch at all") && Catch::Contains("data.subsample"));
}

}  // namespace
}  // namespace rowgrad
