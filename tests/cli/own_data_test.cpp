// Data of one's own in one command, and what is said of it.
#include "tests/cli/workplace.hpp"
#include "tests/packed.hpp"

namespace rowgrad {
namespace {

using Catch::Matchers::Contains;

// Labels that the configs' own files do not have.
std::string own_data(int documents, const std::string& between = "\t") {
  std::string text;
  for (int i = 0; i < documents; ++i)
    text += (i % 2 == 0 ? "a fine film number " : "a dull film number ") + std::to_string(i) + between +
            (i % 2 == 0 ? "up" : "down") + "\n";
  return text;
}

// A config with every split, and data beside it that would not fit own_data().
struct Demo : Workplace {
  Demo() {
    folder.write("held.tsv", good_data);
    Json json = good_config();
    json["data"]["dev"] = "held.tsv";
    json["data"]["test"] = "held.tsv";
    folder.write("config.json", json.dump(2));
  }
  Finished run(std::vector<std::string> more, const std::string& input = "") const {
    std::vector<std::string> command{"train", "--config", config, "--out", out};
    command.insert(command.end(), more.begin(), more.end());
    return run_command(command, {.input = input});
  }
  Json summary() const { return Json::parse(read_text(out + "/summary.json")); }
};

TEST_CASE("the config's own dev and test files do not stand beside data of one's own, and a line says so") {
  const Demo demo;
  const std::string own = demo.folder.write("own.tsv", own_data(40)).string();
  for (const auto& flags : {std::vector<std::string>{"--data", own}, {"--set", "data.train=" + own}}) {
    const Finished finished = demo.run(flags);
    INFO(finished.err);
    REQUIRE(finished.code == 0);
    CHECK_THAT(finished.err, Contains("data.dev, data.test of " + demo.config));
    CHECK_FALSE(demo.summary().contains("dev"));
    CHECK_FALSE(demo.summary().contains("test"));
    std::filesystem::remove_all(demo.out);
  }
}

TEST_CASE("what the command line names stands beside data of one's own") {
  const Demo demo;
  const std::string own = demo.folder.write("own.tsv", own_data(40)).string();
  const std::string test = demo.folder.write("test.csv", "text,label\n" + own_data(10, ",")).string();
  const Finished finished = demo.run({"--data", own, "--test", test, "--set", "data.split=[0.9, 0.1]"});
  INFO(finished.err);
  REQUIRE(finished.code == 0);
  CHECK_THAT(finished.err,
             Contains("train: 36 documents") && Contains("dev: 4 documents") && Contains("test: 10 documents"));
  CHECK(demo.summary().contains("dev"));
  CHECK(demo.summary().contains("test"));
}

TEST_CASE("the config's split cuts data of one's own, unless a file is named for a part of it, and a line says so") {
  const Demo demo;
  Json json = good_config();
  json["data"]["split"] = {0.8, 0.1, 0.1};
  demo.folder.write("config.json", json.dump(2));
  const std::string own = demo.folder.write("own.tsv", own_data(40)).string();
  const Finished cut = demo.run({"--data", own});
  INFO(cut.err);
  REQUIRE(cut.code == 0);
  CHECK_THAT(cut.err, Contains("train: 32 documents") && Contains("dev: 4 documents") && Contains("test: 4 documents"));
  CHECK_THAT(cut.err, !Contains("left out"));

  const std::string test = demo.folder.write("test.tsv", own_data(10)).string();
  const Finished given = demo.run({"--data", own, "--test", test, "--overwrite"});
  INFO(given.err);
  REQUIRE(given.code == 0);
  CHECK_THAT(given.err, Contains("train: 40 documents") && Contains("test: 10 documents") && !Contains("dev: "));
  CHECK_THAT(given.err, Contains("data.split of " + demo.config + " is left out"));

  json["data"]["split"] = {0.9, 0.1};
  demo.folder.write("config.json", json.dump(2));
  const Finished both = demo.run({"--data", own, "--test", test, "--overwrite"});
  REQUIRE(both.code == 0);
  CHECK_THAT(both.err, Contains("train: 36 documents") && Contains("dev: 4 documents") && Contains("test: 10"));
}

TEST_CASE("what was read is said before training: files, formats, splits, vocabulary, labels") {
  const Demo demo;
  const std::string own =
      demo.folder.write("own.csv.gz", packed("text,label\n" + own_data(40, ","), ARCHIVE_FILTER_GZIP)).string();
  const Finished finished = demo.run({"--data", own, "--set", "data.min_count=2"});
  INFO(finished.err);
  REQUIRE(finished.code == 0);
  CHECK_THAT(finished.err, Contains("train: " + own + " (CSV, header, text \"text\", label \"label\", gzip)"));
  CHECK_THAT(finished.err, Contains("train: 40 documents, 200 words\n"));
  CHECK_THAT(finished.err, Contains("vocabulary: 5 words; 40 rarer than data.min_count left out"));
  CHECK_THAT(finished.err, Contains("2 labels: down 20, up 20"));
}

TEST_CASE("data may come from standard input, and a resumed run asks for the same bytes") {
  const Demo demo;
  REQUIRE(demo.run({"--data", "-"}, own_data(40)).code == 0);
  const auto resume = [&](const std::string& input) {
    return run_command({"train", "--resume", "--out", demo.out, "--set", "train.epochs=2"}, {.input = input});
  };
  const Finished other = resume(own_data(42));
  CHECK(other.code == 2);
  CHECK_THAT(other.err, Contains("standard input: has changed since the run was saved (data.train)"));
  const Finished same = resume(own_data(40));
  INFO(same.err);
  CHECK(same.code == 0);
}

TEST_CASE("standard input for two splits is refused") {
  const Demo demo;
  check_refused(demo, demo.run({"--data", "-", "--test", "-", "--set", "data.dev=", "--quiet"}, own_data(40)),
                {"standard input", "two splits"});
}

TEST_CASE("a label column that is none is refused rather than trained") {
  const Demo demo;
  std::string text;
  for (int i = 0; i < 30; ++i)
    text += "a film " + std::to_string(i) + "\tup " + std::to_string(i) + "\na film\tdown " + std::to_string(i) + "\n";
  const std::string own = demo.folder.write("own.tsv", text).string();
  check_refused(demo, demo.run({"--data", own, "--quiet", "--set", "data.dev=", "--set", "data.test="}),
                {"own.tsv", "60 documents have 60 different labels", "--set data.label=1", "data.many_classes=true"});
}

TEST_CASE("blanks around labels are no part of them, and a note says so") {
  const Demo demo;
  const std::string own = demo.folder.write("own.tsv", own_data(40) + "a film\tup \n").string();
  const Finished finished = demo.run({"--data", own});
  REQUIRE(finished.code == 0);
  CHECK_THAT(finished.err, Contains("own.tsv: blanks around labels are no part of them: removed from 1\n"));
  CHECK_THAT(finished.err, Contains("2 labels: up 21, down 20"));
}

TEST_CASE("a damaged packed file is one message") {
  const Demo demo;
  const std::string whole = packed(own_data(400), ARCHIVE_FILTER_GZIP);
  const std::string own = demo.folder.write("own.gz", whole.substr(0, whole.size() - 20)).string();
  check_refused(demo, demo.run({"--data", own, "--quiet", "--set", "data.dev=", "--set", "data.test="}),
                {"own.gz", "gzip stream is cut off", "get the file again"});
}

TEST_CASE("the task's old name gives the same bytes as its new one") {
  const Workplace place;
  Json config = good_config();
  std::vector<std::string> models;
  for (const std::string task : {"sentiment", "classification"}) {
    config["data"]["task"] = task;
    REQUIRE(place.train(config, {"--overwrite"}).code == 0);
    models.push_back(read_text(place.out + "/model.safetensors"));
    CHECK(Json::parse(read_text(place.out + "/summary.json"))["task"] == task);
  }
  CHECK((models[0] == models[1]));
}

}  // namespace
}  // namespace rowgrad
