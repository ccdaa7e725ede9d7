#include "data/labelled_text.hpp"

#include "core/error.hpp"
#include "core/parallel.hpp"
#include "tests/catch.hpp"
#include "tests/temporary_folder.hpp"

namespace rowgrad {
namespace {

struct TemporaryFile {
  TemporaryFolder folder;
  std::filesystem::path path;
  explicit TemporaryFile(const std::string& content) : path(folder.write("examples.txt", content)) {}
};

std::vector<std::string> words(const LabelledText& text, std::size_t i) {
  std::vector<std::string> words;
  for (const Id id : text.documents[i]) words.push_back(text.tokens.token(id));
  return words;
}

TEST_CASE("the label follows the last tab") {
  const TemporaryFile file("Not\tBAD!\tpos\n\nbad\tneg");
  const LabelledText text = read_labelled_text(file.path, Tokenizer("words"));
  REQUIRE(text.size() == 2);
  CHECK(words(text, 0) == std::vector<std::string>{"not", "bad", "!"});
  CHECK(text.labels.token(text.label[1]) == "neg");
  CHECK(text.lines == std::vector<std::uint64_t>{1, 3});
  CHECK(text.tokens.count(*text.tokens.find("bad")) == 2);
}

TEST_CASE("fastText's labels are told by the first line") {
  const TemporaryFile file("__label__a x\ty\n__label__b z\n");
  const LabelledText text = read_labelled_text(file.path, Tokenizer("whitespace"));
  CHECK(words(text, 0) == std::vector<std::string>{"x", "y"});
  CHECK(text.labels.token(text.label[1]) == "b");
}

TEST_CASE("a byte order mark is no part of the first word, and does not hide fastText's labels") {
  const TemporaryFile tabs("\xEF\xBB\xBFgood\tpos\n"), fasttext("\xEF\xBB\xBF__label__pos good\n");
  for (const auto& path : {tabs.path, fasttext.path}) {
    const LabelledText text = read_labelled_text(path, Tokenizer("words"));
    CHECK(words(text, 0) == std::vector<std::string>{"good"});
    CHECK(text.labels.token(0) == "pos");
  }
}

TEST_CASE("text that is not UTF-8 is refused by line and byte") {
  const TemporaryFile file(
      "good\tpos\nb\xe4"
      "d\tneg\n");
  CHECK_THROWS_WITH(read_labelled_text(file.path, Tokenizer("words")),
                    Catch::Contains(":2: byte 2 is not valid UTF-8"));
}

TEST_CASE("a label with a control character is refused by its line") {
  const TemporaryFile tabs("good\tpos\nbad\t\x1b[31mneg\n"), json("{\"text\": \"a\", \"label\": \"b\\nc\"}\n");
  const TemporaryFile quoted("text,label\na,\"pos\"\nb,\"ne\ng\"\n"), wide("good\tp\xC2\x9Bos\n");
  const auto read = [](const TemporaryFile& file) { read_labelled_text(file.path, Tokenizer("words")); };
  CHECK_THROWS_WITH(read(tabs), Catch::Contains(":2: the label holds a control character, U+001B"));
  CHECK_THROWS_WITH(read(json), Catch::Contains(":1: the label holds a control character, U+000A"));
  CHECK_THROWS_WITH(read(quoted), Catch::Contains(":3: the label holds a control character, U+000A"));
  CHECK_THROWS_WITH(read(wide), Catch::Contains(":1: the label holds a control character, U+009B"));
  CHECK_NOTHROW(read(TemporaryFile("good\tp\xC3\x9Fos\n")));
}

TEST_CASE("a file of many blocks reads the same on one thread and on two") {
  std::string content;
  for (int i = 0; i < 120000; ++i) {
    content +=
        "word" + std::to_string(i % 977) + " and " + std::to_string(i % 31) + "\tlabel" + std::to_string(i % 3) + "\n";
  }
  REQUIRE(content.size() > 2 << 20);
  const TemporaryFile file(content);
  set_threads(1);
  const LabelledText one = read_labelled_text(file.path, Tokenizer("words"));
  set_threads(2);
  const LabelledText two = read_labelled_text(file.path, Tokenizer("words"));
  set_threads(1);
  CHECK(one.tokens.to_text() == two.tokens.to_text());
  CHECK(one.label == two.label);
  CHECK(words(one, 119999) == words(two, 119999));
  CHECK(one.lines.back() == 120000);
}

TEST_CASE("the first wrong line is named, also far into the file") {
  std::string content;
  for (int i = 0; i < 300000; ++i) content += "some text\tpos\n";
  content += "no label here\nnor here\n";
  const TemporaryFile file(content);
  CHECK_THROWS_WITH(read_labelled_text(file.path, Tokenizer("words")),
                    Catch::Matchers::Contains(":300001: expected text<TAB>label, found no label"));
}

TEST_CASE("a document may be empty or have a hundred thousand words") {
  std::string line;
  for (int i = 0; i < 100000; ++i) line += "w" + std::to_string(i % 10) + " ";
  const TemporaryFile file("\tneg\n" + line + "\tpos\n");
  const LabelledText text = read_labelled_text(file.path, Tokenizer("words"));
  CHECK(text.documents[0].empty());
  CHECK(text.documents[1].size() == 100000);
}

TEST_CASE("texts are cut to their first tokens, and those that were cut are counted") {
  const TemporaryFile file("a b c d\tpos\na b\tneg\na b c\tneg\n");
  const LabelledText text = read_labelled_text(file.path, Tokenizer("words"), {}, nullptr, 2);
  CHECK(text.cut == 2);
  for (std::size_t i = 0; i < 3; ++i) CHECK(words(text, i) == std::vector<std::string>{"a", "b"});
  CHECK(text.tokens.size() == 2);
  CHECK(read_labelled_text(file.path, Tokenizer("words")).cut == 0);
}

}  // namespace
}  // namespace rowgrad
