// rowgrad predict: files, pipes and labels.
#include <unistd.h>

#include "config/types.hpp"
#include "tests/catch.hpp"
#include "tests/cli/workplace.hpp"
#include "tests/packed.hpp"

namespace rowgrad {
namespace {

using Catch::Matchers::Contains;

struct Classifying : Workplace {
  Classifying() {
    Json settings = good_config();
    settings["optimizer"]["lr"] = 1.0;
    settings["train"]["epochs"] = 200;
    const Finished finished = train(settings);
    INFO(finished.err);
    REQUIRE(finished.code == 0);
  }

  Finished predict(std::vector<std::string> more, const std::string& input = {}) const {
    more.insert(more.begin(), {"rowgrad", "predict", out});
    return run_command(more, {.input = input});
  }
};

TEST_CASE("a file of texts is labelled as stdin is, and several one after the other") {
  const Classifying place;
  const std::string one = place.folder.write("one.txt",
                                             "\xEF\xBB\xBF"
                                             "a fine film\na dull film\n");
  const std::string two = place.folder.write("two.txt", "fine");
  const Finished stdin_only = place.predict({}, "a fine film\na dull film\nfine\n");
  const Finished files = place.predict({one, two});
  INFO(files.err);
  CHECK(files.code == 0);
  CHECK(files.out == stdin_only.out);
  CHECK(place.predict({one, "-"}, "fine\n").out == stdin_only.out);
  CHECK(files.err.empty());
}

TEST_CASE("a labelled file is compared with its labels, which are no part of the text") {
  const Classifying place;
  const std::string labelled =
      place.folder.write("test.tsv", "a fine film\tpositive\n\na dull film\tnegative\nfine\tnegative\n");
  const Finished found = place.predict({labelled});
  INFO(found.err);
  CHECK(found.code == 0);
  CHECK_THAT(found.err, Contains("accuracy 0.6667: 2 of 3"));
  CHECK(std::count(found.out.begin(), found.out.end(), '\n') == 3);
  CHECK_THAT(found.out, Contains("\tpositive\n") && Contains("\tnegative\n"));
  CHECK(place.predict({"--labelled"}, read_text(labelled)).out == found.out);
  CHECK(place.predict({place.folder.write("ft.txt", "__label__positive a fine film\n__label__negative a dull film\n")})
            .err.find("accuracy 1.0000") != std::string::npos);
  const Json line = Json::parse(place.predict({"--labelled", "--json"}, "a fine film\tnegative\n").out);
  CHECK(line["text"] == "a fine film");
  CHECK(line["true_label"] == "negative");

  const Finished as_text = place.predict({"--unlabelled", labelled});
  CHECK(std::count(as_text.out.begin(), as_text.out.end(), '\n') == 4);
  CHECK(as_text.err.find("accuracy") == std::string::npos);
}

TEST_CASE("text that holds a tab is no labelled text, and a label nobody knows is named by its line") {
  const Classifying place;
  const Finished text = place.predict({place.folder.write("tabs.txt", "a fine\tfilm\na dull\tfilm\n")});
  CHECK(text.code == 0);
  CHECK(std::count(text.out.begin(), text.out.end(), '\t') == 2);
  const std::string strange = place.folder.write("strange.tsv", "a\tpositive\nb\tnegative\nc\tneutral\n");
  const Finished unknown = place.predict({strange});
  CHECK(unknown.code == 2);
  CHECK_THAT(unknown.err, Contains("strange.tsv:3") && Contains("\"neutral\"") && Contains("--unlabelled"));
  CHECK_THAT(place.predict({"--labelled"}, "no label\n").err, Contains("standard input:1: expected text<TAB>label"));
  const Finished missing = place.predict({place.folder / "nowhere.txt"});
  CHECK(missing.code == 2);
  CHECK_THAT(missing.err, Contains("nowhere.txt"));
}

TEST_CASE("labels are found in a file that lacks the columns the run was trained by") {
  const Workplace place("mood\tsaid\npositive\ta fine film\nnegative\ta dull film\n");
  REQUIRE(place.train(good_config(), {"--set", "data.label=mood", "--set", "data.text=said"}).code == 0);
  const std::string file = place.folder.write("more.tsv", "a fine film\tpositive\na dull film\tnegative\n");
  for (const std::vector<std::string>& flags : {std::vector<std::string>{}, {"--labelled"}}) {
    std::vector<std::string> command{"rowgrad", "predict", place.out, file, "--json"};
    command.insert(command.end(), flags.begin(), flags.end());
    const Finished found = run_command(command);
    INFO(found.err);
    CHECK(found.code == 0);
    CHECK_THAT(found.err, Contains("of 2 labels predicted"));
    CHECK_THAT(found.out, Contains("\"text\":\"a fine film\""));
  }
}

TEST_CASE("of a table or JSON lines without labels the column of texts is read") {
  const Classifying place;
  const std::string expected = place.predict({}, "a fine film\na dull film\n").out;
  const auto check = [&](const std::string& name, const std::string& text) {
    const Finished found = place.predict({place.folder.write(name, text)});
    CAPTURE(name, found.err);
    CHECK(found.code == 0);
    CHECK(found.out == expected);
    CHECK_THAT(found.err, Contains("its texts are read from \""));
  };
  check("ids.csv", "id,text\n7,a fine film\n8,\"a dull film\"\n");
  check("one.csv", "text\n\"a fine film\"\na dull film\n");
  check("ids.txt", "id;review\n7;a fine film\n8;a dull film\n");
  check("ids.tsv", "review\tid\na fine film\t7\n\na dull film\t8\n");
  check("keys.jsonl", "{\"id\": 7, \"text\": \"a fine film\"}\n{\"text\": \"a dull film\", \"id\": 8}\n");
  check("packed.csv.gz", packed("id,text\n7,a fine film\n8,a dull film\n", ARCHIVE_FILTER_GZIP));

  const Finished damaged = place.predict({place.folder.write("damaged.jsonl", "{\"text\": \"a\"}\n{\"text\": 7}\n")});
  CHECK(damaged.code == 2);
  CHECK_THAT(damaged.err, Contains("damaged.jsonl:2"));
}

TEST_CASE("records whose column of texts cannot be told are read as lines, with a warning") {
  const Classifying place;
  for (const char* name : {"a.csv", "a.tsv"}) {
    const char between = name == std::string("a.csv") ? ',' : '\t';
    const std::string line = std::string("7") + between + "a fine film";
    const Finished found = place.predict({place.folder.write(name, line + "\n" + line + "\n")});
    INFO(found.err);
    CHECK(found.code == 0);
    CHECK(std::count(found.out.begin(), found.out.end(), '\n') == 2);
    CHECK_THAT(found.err, Contains("its lines are read as texts, the first is \"7"));
  }
}

TEST_CASE("a packed stream is unpacked") {
  const Classifying place;
  const std::string text = "a fine film\na dull film\n";
  const Finished found = place.predict({}, packed(text, ARCHIVE_FILTER_GZIP));
  INFO(found.err);
  CHECK(found.code == 0);
  CHECK(found.out == place.predict({}, text).out);
  const Finished cut = place.predict({}, packed(text, ARCHIVE_FILTER_GZIP).substr(0, 20));
  CHECK(cut.code == 2);
  CHECK_THAT(cut.err, Contains("stdin"));
}

TEST_CASE("a file in a folder that may not be looked into is wrong input") {
  if (::geteuid() == 0) return;  // nothing is forbidden to root
  const Classifying place;
  const std::string folder = place.folder / "closed";
  std::filesystem::create_directory(folder);
  std::filesystem::permissions(folder, std::filesystem::perms::none);
  const Finished found = place.predict({folder + "/lines.txt"});
  std::filesystem::permissions(folder, std::filesystem::perms::owner_all);
  CHECK(found.code == 2);
  CHECK_THAT(found.err, Contains("lines.txt"));
}

}  // namespace
}  // namespace rowgrad
