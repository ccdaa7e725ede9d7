// rowgrad predict: files, pipes and labels.
#include "config/types.hpp"
#include "tests/catch.hpp"
#include "tests/cli/workplace.hpp"

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

}  // namespace
}  // namespace rowgrad
