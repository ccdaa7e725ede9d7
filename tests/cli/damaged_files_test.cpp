// Damaged files of every kind through the programs. ROWGRAD_DAMAGED=10000 tries so many instead of a few of each.
#include <csignal>
#include <cstdlib>

#include "tests/cli/damage.hpp"
#include "tests/cli/workplace.hpp"
#include "tests/sanitized.hpp"

namespace rowgrad {
namespace {

using Command = std::vector<std::string>;

// A file that will be damaged, and the command that reads it.
struct Case {
  std::string file;  // by its path in the folder; "" is stdin
  Command command;
};

// A finished run, an interrupted one, and tables in each format.
struct Shelf {
  Workplace place;
  std::string text = "a fine film\na dull film\nnot dull at all\n";

  Shelf() {
    Json config = good_config();
    config["optimizer"] = {{"type", "AdamW"}, {"lr", 0.01}, {"rows", "exact"}};
    REQUIRE(place.train(config).code == 0);
    std::filesystem::rename(place.out, at("finished"));
    config["train"]["epochs"] = 2;
    config["train"]["patience"] = 1;
    config["data"]["dev"] = "train.tsv";
    REQUIRE(place.train(config, {"--set", "train.checkpoint_seconds=0"}).code == 0);
    std::filesystem::rename(place.out, at("kept"));
    std::filesystem::rename(at("finished"), place.out);
    for (const std::string format : {"word2vec-text", "word2vec-binary", "npy"})
      REQUIRE(run_command({"rowgrad", "export", place.out, at(format), "--format", format}).code == 0);
  }
  std::string at(const std::string& name) const { return (place.folder / name).string(); }

  std::vector<Case> cases() const {
    const Command train{"train", "--config",       place.config, "--out", at("new"),
                        "--set", "train.epochs=1", "--threads",  "1"};
    const Command predict{"rowgrad", "predict", place.out},
        resume{"train", "--resume", "--out", at("kept"), "--set", "train.epochs=9", "--threads", "1"};
    const auto nearest = [&](const std::string& table) { return Command{"rowgrad", "nearest", at(table), "film"}; };
    return {{"config.json", train},
            {"train.tsv", train},
            {"run/config.json", predict},
            {"run/vocab.txt", predict},
            {"run/labels.txt", predict},
            {"run/model.safetensors", predict},
            {"run/.rowgrad.json", train_into(place.out)},
            {"kept/checkpoint/state.safetensors", resume},
            {"kept/config.json", resume},
            {"word2vec-text", nearest("word2vec-text")},
            {"word2vec-binary", nearest("word2vec-binary")},
            {"npy", nearest("npy")},
            {"", predict}};
  }
  Command train_into(const std::string& out) const {
    return {"train", "--config", place.config, "--out", out, "--overwrite", "--quiet", "--threads", "1"};
  }
};

// Done, or refused with one message, in time and memory that the input is worth. A stream is answered as it comes, so
// that answers may stand before the message.
void check_ended_well(const Finished& finished, bool is_stream) {
  CHECK((finished.code == 0 || finished.code == 1 || finished.code == 2));
  if (finished.code != 0) CHECK(finished.err.find("error: ") != std::string::npos);
  if (finished.code != 0 && !is_stream) CHECK(finished.out.empty());
  for (const char* nonsense : {"nan", "inf", "terminate", "Assertion"}) {
    CHECK(finished.out.find(nonsense) == std::string::npos);
    CHECK(finished.err.find(std::string(nonsense) + " ") == std::string::npos);
  }
  if (!sanitized) CHECK(finished.peak_bytes < std::size_t{1} << 30);
}

int wanted() {
  const char* const number = std::getenv("ROWGRAD_DAMAGED");
  return number == nullptr ? 130 : std::atoi(number);
}

TEST_CASE("damaged files of every kind end each program with its result or one message") {
  const Shelf shelf;
  const std::vector<Case> cases = shelf.cases();
  const TemporaryFolder originals;
  const std::filesystem::path kept = originals / "", folder = shelf.place.folder.path();
  std::filesystem::copy(folder, kept, std::filesystem::copy_options::recursive);
  std::mt19937 random(1);
  for (int i = 0; i < wanted(); ++i) {
    const Case& damage = cases[static_cast<std::size_t>(i) % cases.size()];
    std::string input = shelf.text;
    if (damage.file.empty()) {
      input = damaged(input, random);
    } else {
      shelf.place.folder.write(damage.file, damaged(read_text(kept / damage.file), random));
    }
    CAPTURE(i, damage.file, damage.command);
    const Finished finished = run_command(damage.command, {.input = input, .seconds = 20});
    CAPTURE(finished.err, finished.out, finished.code);
    check_ended_well(finished, damage.file.empty());
    // What the command has written or removed, as well as the damage.
    for (const char* changed : {"run", "kept", "new"}) std::filesystem::remove_all(folder / changed);
    std::filesystem::copy(kept, folder,
                          std::filesystem::copy_options::recursive | std::filesystem::copy_options::overwrite_existing);
  }
}

}  // namespace
}  // namespace rowgrad
