#include "io/word_table.hpp"

#include <cstring>
#include <limits>

#include "core/error.hpp"
#include "io/npy.hpp"
#include "io/safetensors.hpp"
#include "io/word2vec_format.hpp"
#include "tests/catch.hpp"
#include "tests/temporary_folder.hpp"

namespace rowgrad {
namespace {

std::string bytes_of(std::initializer_list<float> numbers) {
  std::string bytes;
  for (const float x : numbers) bytes.append(reinterpret_cast<const char*>(&x), sizeof(x));
  return bytes;
}

void check_cat_and_dog(const WordTable& table) {
  REQUIRE(table.words.size() == 2);
  CHECK(table.words.token(0) == "cat");
  CHECK(table.words.token(1) == "dog");
  REQUIRE(columns(table.values) == 2);
  CHECK(table.values(0, 0) == 1.5F);
  CHECK(table.values(0, 1) == -2.0F);
  CHECK(table.values(1, 1) == 0.25F);
}

std::string message(const std::filesystem::path& file) {
  try {
    read_word_table(file);
  } catch (const Error& e) {
    CHECK(e.exit_code() == 2);
    return e.what();
  }
  return "no error";
}

using Catch::Matchers::Contains;

TEST_CASE("text vectors load with a header, without, with blanks at line ends and with CRLF") {
  const TemporaryFolder folder;
  for (const char* text : {"2 2\ncat 1.5 -2\ndog 3 0.25\n", "cat 1.5 -2\ndog 3 0.25", "2 2\ncat 1.5 -2 \ndog 3 0.25 \n",
                           "2 2\r\ncat 1.5 -2\r\ndog 3e0 2.5e-1\r\n\r\n", "cat\t1.5\t-2\ndog\t3\t.25\n"}) {
    check_cat_and_dog(read_word_table(folder.write("vectors.txt", text)));
  }
}

TEST_CASE("binary vectors load with word2vec.c's line ends and without them") {
  const TemporaryFolder folder;
  const std::string cat = "cat " + bytes_of({1.5F, -2.0F}), dog = "dog " + bytes_of({3.0F, 0.25F});
  check_cat_and_dog(read_word_table(folder.write("c.bin", "2 2\n" + cat + "\n" + dog + "\n")));
  check_cat_and_dog(read_word_table(folder.write("gensim.bin", "2 2\n" + cat + dog)));
}

TEST_CASE("a word of a text file may hold blanks or be a number") {
  const TemporaryFolder folder;
  const auto table = read_word_table(folder.write("glove.txt", "the 1 2\n. . . 3 4\n1986 5 6\n"));
  REQUIRE(table.words.size() == 3);
  CHECK(table.words.token(1) == ". . .");
  CHECK(table.words.token(2) == "1986");
  CHECK(table.values(2, 1) == 6.0F);
}

TEST_CASE("what the writers write, the reader reads back bit for bit") {
  const TemporaryFolder folder;
  Vocabulary words;
  Matrix<float> values;
  resize(values, 50, 7);
  for (std::size_t i = 0; i < values.size(); ++i) values.data()[i] = std::sin(static_cast<float>(i)) * 1e-3F;
  for (int i = 0; i < 50; ++i) words.add("word" + std::to_string(i), 3);
  write_word2vec_text(folder / "a.txt", words, values);
  write_word2vec_binary(folder / "a.bin", words, values);
  write_npy(folder / "a.npy", values);
  folder.write("a.vocab.txt", words.to_text());
  for (const char* name : {"a.txt", "a.bin", "a.npy"}) {
    const auto table = read_word_table(folder / name);
    CHECK(table.words.token(49) == "word49");
    CHECK(table.values == values);
  }
}

TEST_CASE("an .npy file of doubles in Fortran order is read in the right order") {
  const TemporaryFolder folder;
  std::string header = "{'descr': '<f8', 'fortran_order': True, 'shape': (2, 3), }";
  header.resize(117, ' ');
  header += '\n';
  std::string file("\x93NUMPY\x01\x00", 8);
  file += static_cast<char>(header.size());
  file += '\0';
  file += header;
  for (const double x : {1.0, 4.0, 2.0, 5.0, 3.0, 6.0}) file.append(reinterpret_cast<const char*>(&x), sizeof(x));
  const auto values = read_npy(folder.write("f.npy", file));
  REQUIRE(rows(values) == 2);
  CHECK(values(0, 2) == 3.0F);
  CHECK(values(1, 0) == 4.0F);
}

TEST_CASE("a word that comes twice keeps its first vector") {
  const TemporaryFolder folder;
  const auto table = read_word_table(folder.write("twice.txt", "cat 1 2\ncat 9 9\ndog 3 4\n"));
  REQUIRE(table.words.size() == 2);
  CHECK(rows(table.values) == 2);
  CHECK(table.values(0, 0) == 1.0F);
  CHECK(table.values(1, 1) == 4.0F);
  REQUIRE(table.notes.size() == 1);
  CHECK_THAT(table.notes[0], Contains("twice.txt: 1 words come more than once"));
}

TEST_CASE("a damaged file is refused with what is wrong") {
  const TemporaryFolder folder;
  CHECK_THAT(message(folder.write("a", "")), Contains("empty"));
  CHECK_THAT(message(folder.write("b", "3 2\ncat 1 2\ndog 3 4\n")), Contains("promises 3 words, found 2"));
  CHECK_THAT(message(folder.write("c", "2 2\ncat 1 2\ndog 3\n")), Contains(":3: expected a word and 2 finite numbers"));
  CHECK_THAT(message(folder.write("d", "cat 1 2\ndog 3 nan\n")), Contains(":2: expected"));
  CHECK_THAT(message(folder.write("e", "2 2\ncat " + bytes_of({1, 2}) + "dog " + bytes_of({3}))),
             Contains("ends after"));
  CHECK_THAT(message(folder.write("f", "99999999999 300\ncat " + bytes_of({1, 2}))), Contains("promises 99999999999"));
  CHECK_THAT(message(folder.write("g", "just some prose\n")), Contains("expected word vectors"));
  CHECK_THAT(message(folder.write("h", "\x1f\x8b\x08")), Contains("gzip"));
  CHECK_THAT(message(folder.write("i.npy", "\x93NUMPY\x01")), Contains("cut off"));
  CHECK_THAT(message(folder / "missing"), Contains("cannot be read"));
  write_npy(folder / "j.npy", zeros<float>(2, 2));
  CHECK_THAT(message(folder / "j.npy"), Contains("no words"));
  folder.write("j.vocab.txt", "only\n");
  CHECK_THAT(message(folder / "j.npy"), Contains("2 rows for 1 words"));
}

TEST_CASE("a header that promises more than the file holds is refused before memory is taken") {
  const TemporaryFolder folder;
  for (const char* text :
       {"4 4611686018427387904\na \nb \nc \nd \n", "4611686018427387904 4\na 1 2 3 4\n", "1 0\n", "0 5\n", "0 0\n",
        "1 0\na\n", "3000000000 3000000000\na 1\n", "99999999999999999999 1\na 1\n"}) {
    CHECK_THAT(message(folder.write("a", text)), Contains("its header promises"));
  }
  CHECK_THAT(message(folder.write("c", std::string("4 \n\xff \x14"))), Contains("expected word vectors"));
  // As many lines as there are numbers in the first: read as they promise, they would take terabytes.
  std::string lines = "a";
  for (int i = 0; i < 500000; ++i) lines += " 1";
  lines += "\n";
  for (int i = 0; i < 500000; ++i) lines += "b\n";
  CHECK_THAT(message(folder.write("d", lines)), Contains("d:2: expected a word and 500000 finite numbers"));
}

std::string npy(const std::string& shape, std::size_t data_bytes) {
  std::string header = "{'descr': '<f4', 'fortran_order': False, 'shape': " + shape + ", }";
  header.resize(117, ' ');
  header += '\n';
  return std::string("\x93NUMPY\x01\x00", 8) + static_cast<char>(header.size()) + '\0' + header +
         std::string(data_bytes, '\0');
}

TEST_CASE("an .npy header is compared with the file before memory is taken") {
  const TemporaryFolder folder;
  folder.write("vocab.txt", "a\nb\n");
  CHECK(read_word_table(folder.write("good.npy", npy("(2, 3)", 24))).words.size() == 2);
  CHECK_THAT(message(folder.write("a.npy", npy("(9223372036854775807, 0)", 8))), Contains("empty matrix"));
  CHECK_THAT(message(folder.write("b.npy", npy("(0, 9223372036854775807)", 8))), Contains("empty matrix"));
  CHECK_THAT(message(folder.write("c.npy", npy("(2, 9223372036854775807)", 8))), Contains("promises"));
  CHECK_THAT(message(folder.write("d.npy", npy("(4294967296, 4294967296)", 8))), Contains("promises"));
  CHECK_THAT(message(folder.write("e.npy", npy("(-1, 3)", 8))), Contains("expected two dimensions"));
  CHECK_THAT(message(folder.write("f.npy", npy("(99999999999999999999, 3)", 8))), Contains("expected two dimensions"));
  CHECK_THAT(message(folder.write("g.npy", npy("(2,", 8))), Contains("shape"));
}

TEST_CASE("a number that is not finite is refused in every format") {
  const TemporaryFolder folder;
  constexpr float inf = std::numeric_limits<float>::infinity();
  CHECK_THAT(message(folder.write("a.bin", "2 2\ncat " + bytes_of({1, 2}) + "dog " + bytes_of({3, inf}))),
             Contains("word 2 is not finite"));
  CHECK_THAT(message(folder.write("b.txt", "cat 1 2\ndog 3 1e99\n")), Contains(":2: expected"));
  Matrix<float> values = zeros<float>(2, 3);
  values(1, 2) = -inf;
  folder.write("vocab.txt", "cat\ndog\n");
  write_npy(folder / "c.npy", values);
  CHECK_THAT(message(folder / "c.npy"), Contains("\"dog\" is not finite"));
  write_safetensors(folder / "d.safetensors", {{"embed.weight", &values}});
  CHECK_THAT(message(folder / "d.safetensors"), Contains("\"embed.weight\" holds numbers that are not finite"));
}

TEST_CASE("words that are not UTF-8 are left out and counted, and a file of nothing else is refused") {
  const TemporaryFolder folder;
  const auto table = read_word_table(folder.write("a.txt", "cat 1 2\nd\xf6g 3 4\nmouse 5 6\n"));
  REQUIRE(table.words.size() == 2);
  CHECK(table.words.token(1) == "mouse");
  CHECK(table.values(1, 1) == 6.0F);
  REQUIRE(table.notes.size() == 1);
  CHECK_THAT(table.notes[0], Contains("1 words are not UTF-8"));
  CHECK_THAT(message(folder.write("b.txt", "\xff 1 2\n\xfe 3 4\n")), Contains("no word in UTF-8"));
  CHECK_THAT(message(folder.write("c.bin", "1 2\n " + bytes_of({1, 2}))), Contains("word 1 is empty"));
}

TEST_CASE("a byte order mark is no part of the first word or of the header") {
  const TemporaryFolder folder;
  for (const char* text : {"\xEF\xBB\xBF"
                           "2 2\ncat 1.5 -2\ndog 3 0.25\n",
                           "\xEF\xBB\xBF"
                           "cat 1.5 -2\ndog 3 0.25\n"})
    check_cat_and_dog(read_word_table(folder.write("vectors.txt", text)));
}

TEST_CASE("a list of words that is wrong is refused by line") {
  const TemporaryFolder folder;
  write_npy(folder / "a.npy", zeros<float>(2, 2));
  for (const auto& [text, expected] : {std::pair("cat\ncat\n", ":2: \"cat\" came before"),
                                       {"cat\n\n", ":2: expected a word"},
                                       {"cat\n\xff\n", ":2: the word is not valid UTF-8"}}) {
    folder.write("a.vocab.txt", text);
    CHECK_THAT(message(folder / "a.npy"), Contains(expected));
  }
}

TEST_CASE("a name too long for the file system is refused like any other that is not there") {
  const TemporaryFolder folder;
  CHECK_THAT(message(folder / (std::string(300, 'x') + ".npy")), Contains("cannot be read"));
  const std::string name(250, 'x');  // whose words' file would have a longer name
  CHECK_THAT(message(folder.write(name, npy("(2, 3)", 24))), Contains("no words"));
}

}  // namespace
}  // namespace rowgrad
