// Files that are missing or wrong get one clear message (where, expected, found, remedy) and exit code 2.
#include "tests/cli/workplace.hpp"

namespace rowgrad {
namespace {

void check_data(const std::string& data, const std::vector<std::string>& parts) {
  const Workplace place(data);
  check_refused(place, place.train(good_config()), parts);
}

TEST_CASE("a missing file, config or data, is named") {
  const Workplace place;
  check_refused(place, run_command({"train", "--config", place.config, "--out", place.out}),
                {place.config, "No such file"});
  std::filesystem::remove(place.folder / "train.tsv");
  check_refused(place, place.train(good_config()),
                {(place.folder / "train.tsv").string(), "No such file", "/data/train"});
}

TEST_CASE("a directory in place of a file is refused") {
  const Workplace place;
  const std::string folder = place.folder.path().string();
  check_refused(place, place.train(good_config(), {"--set", "data.train=" + folder}), {folder, "directory"});
  check_refused(place, run_command({"train", "--config", folder, "--out", place.out}), {folder, "directory"});
}

TEST_CASE("an empty file is refused") {
  check_data("", {"train.tsv", "empty"});
  check_data("\n  \n", {"train.tsv", "found none"});
}

TEST_CASE("a line without a label is named by its number") {
  check_data("good\tpositive\nbad\n", {"train.tsv:2", "found no label", "<TAB>"});
  check_data("__label__a good\nbad\n", {"train.tsv:2", "__label__"});
}

TEST_CASE("a label that training never saw is named with its line") {
  const Workplace place;
  place.folder.write("test.tsv", "fine\tpositive\nso so\tneutral\n");
  Json config = good_config();
  config["data"]["test"] = "test.tsv";
  check_refused(place, place.train(config), {"test.tsv:2", "\"neutral\"", "training data"});
}

TEST_CASE("invalid UTF-8 is refused with its line") {
  check_data(
      "good\tpositive\nb\xff"
      "d\tnegative\n",
      {"train.tsv:2", "byte 2", "UTF-8"});
}

}  // namespace
}  // namespace rowgrad
