#include "io/safetensors.hpp"

#include <limits>

#include "core/error.hpp"
#include "core/text_file.hpp"
#include "tests/catch.hpp"
#include "tests/temporary_folder.hpp"

namespace rowgrad {
namespace {

Matrix<float> counted(std::size_t rows, std::size_t columns) {
  auto m = zeros<float>(rows, columns);
  for (std::size_t i = 0; i < m.size(); ++i) m.data()[i] = static_cast<float>(i) + 0.25F;
  return m;
}

std::string bytes_of(const std::filesystem::path& file) { return std::string(TextFile(file).bytes()); }

TEST_CASE("matrices and metadata survive a safetensors file bit for bit") {
  const TemporaryFolder folder;
  const auto a = counted(3, 4), b = counted(1, 7), empty = counted(0, 5);
  write_safetensors(folder / "m.safetensors", {{"embed.weight", &a}, {"b", &b}, {"empty", &empty}}, {{"state", "{}"}});
  const Safetensors file(folder / "m.safetensors");
  CHECK(file.names() == std::vector<std::string>{"embed.weight", "b", "empty"});
  CHECK(file.metadata("state") == "{}");
  CHECK(file.metadata("nothing").empty());
  auto read_a = zeros<float>(3, 4), read_b = zeros<float>(1, 7), read_empty = zeros<float>(0, 5);
  file.read("embed.weight", read_a);
  file.read("b", read_b);
  file.read("empty", read_empty);
  CHECK((read_a == a));
  CHECK((read_b == b));
}

TEST_CASE("float16 takes two bytes a number, survives bit for bit, and is no float32") {
  const TemporaryFolder folder;
  Matrix<Float16> halves;
  resize(halves, 2, 3);
  for (std::size_t i = 0; i < 6; ++i) halves.data()[i] = to_float16(0.1F * static_cast<float>(i));
  write_safetensors(folder / "m.safetensors", {{"h", &halves}});
  const Safetensors file(folder / "m.safetensors");
  CHECK(file.type("h") == "F16");
  CHECK_THAT(bytes_of(folder / "m.safetensors"), Catch::Matchers::Contains(R"("data_offsets":[0,12])"));
  Matrix<Float16> read;
  resize(read, 2, 3);
  file.read("h", read);
  CHECK(std::equal(read.begin(), read.end(), halves.begin()));
  auto floats = zeros<float>(2, 3);
  CHECK_THROWS_WITH(file.read("h", floats), Catch::Matchers::Contains("F16"));
}

TEST_CASE("a tensor that is missing or of another shape is refused") {
  const TemporaryFolder folder;
  const auto a = counted(3, 4);
  write_safetensors(folder / "m.safetensors", {{"a", &a}});
  const Safetensors file(folder / "m.safetensors");
  auto other = zeros<float>(4, 3);
  CHECK_THROWS_WITH(file.read("b", other), Catch::Matchers::Contains("no tensor \"b\""));
  CHECK_THROWS_WITH(file.read("a", other), Catch::Matchers::Contains("[3,4]") && Catch::Matchers::Contains("[4,3]"));
}

TEST_CASE("a safetensors file damaged anywhere gives a message, never a crash") {
  const TemporaryFolder folder;
  const auto a = counted(3, 4);
  write_safetensors(folder / "m.safetensors", {{"a", &a}});
  const std::string good = bytes_of(folder / "m.safetensors");
  const auto attempt = [&](const std::string& bytes) {
    auto value = zeros<float>(3, 4);
    try {
      Safetensors(folder.write("damaged.safetensors", bytes)).read("a", value);
      return true;
    } catch (const Error&) {
      return false;
    }
  };
  CHECK(attempt(good));
  for (std::size_t length = 0; length < good.size(); ++length) {
    INFO("cut off after " << length << " bytes");
    CHECK(!attempt(good.substr(0, length)));
  }
  const std::size_t data = good.size() - 12 * sizeof(float);
  for (std::size_t i = 0; i < data; ++i) {
    for (const char c : {'\0', '9', '"', '\xff'}) {
      std::string bytes = good;
      bytes[i] = c;
      attempt(bytes);  // some still mean something; none may bring the process down
    }
  }
}

std::string with_header(const std::string& header, std::size_t data_bytes) {
  const std::uint64_t size = header.size();
  return std::string(reinterpret_cast<const char*>(&size), sizeof(size)) + header + std::string(data_bytes, '\0');
}

TEST_CASE("a header whose shapes, offsets and names do not agree with the data is refused before it is used") {
  const TemporaryFolder folder;
  const auto message = [&](const std::string& header, std::size_t data_bytes) -> std::string {
    try {
      Safetensors(folder.write("m.safetensors", with_header(header, data_bytes)));
    } catch (const Error& e) {
      CHECK(e.exit_code() == 2);
      return e.what();
    }
    return "no error";
  };
  using Catch::Matchers::Contains;
  CHECK(message(R"({"a": {"dtype": "F32", "shape": [1, 2], "data_offsets": [0, 8]}})", 8) == "no error");
  CHECK(message(R"({"a": {"dtype": "F32", "shape": [0, 9223372036854775808], "data_offsets": [0, 0]}})", 0) ==
        "no error");
  CHECK(message(R"({"a": {"dtype": "Q7", "shape": [3], "data_offsets": [0, 2]}})", 2) == "no error");
  const std::pair<const char*, const char*> wrong[] = {
      {R"({"a": {"dtype": "F32", "shape": [2, 2], "data_offsets": [0, 8]}})", "shape [2,2] in 8 bytes"},
      {R"({"a": {"dtype": "F32", "shape": [4, 4611686018427387904], "data_offsets": [0, 8]}})", "in 8 bytes"},
      {R"({"a": {"dtype": "F32", "shape": [4611686018427387906], "data_offsets": [0, 8]}})", "in 8 bytes"},
      {R"({"a": {"dtype": "F32", "shape": [1, 0], "data_offsets": [0, 8]}})", "in 8 bytes"},
      {R"({"a": {"dtype": "F32", "shape": [-2], "data_offsets": [0, 8]}})", "whole numbers \"shape\""},
      {R"({"a": {"dtype": "F32", "shape": [2.0], "data_offsets": [0, 8]}})", "whole numbers \"shape\""},
      {R"({"a": {"dtype": "F32", "shape": [2], "data_offsets": [8, 0]}})", "cut off"},
      {R"({"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 18446744073709551615]}})", "cut off"},
      {R"({"a": {"dtype": "F32", "shape": [2], "data_offsets": [0]}})", "1 offsets"},
      {R"({"a": {"dtype": "F32", "shape": [2]}})", "data_offsets"},
      {R"({"a": {"shape": [2], "data_offsets": [0, 8]}})", "no element type"},
      {R"({"a": 3})", "no element type"},
      {R"({"a": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}})", "bytes follow"},
      {R"({"a": {"dtype": "F32", "shape": [1], "data_offsets": [4, 8]}})", "gap"},
      {R"({"a": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]},
           "b": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}})",
       "overlap"},
      {R"({"a": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]},
           "a": {"dtype": "F32", "shape": [1], "data_offsets": [4, 8]}})",
       "appears twice"},
      {R"({"__metadata__": {"x": 1}})", "metadata"},
      {"[]", "not a JSON object"},
  };
  for (const auto& [header, expected] : wrong) CHECK_THAT(message(header, 8), Contains(expected));
  CHECK_THAT(message(std::string(1000000, '['), 8), Contains("nested"));
}

TEST_CASE("numbers that are not finite are refused by tensor") {
  const TemporaryFolder folder;
  for (const float bad : {std::numeric_limits<float>::infinity(), std::numeric_limits<float>::quiet_NaN()}) {
    auto a = counted(3, 4), b = counted(3, 4);
    b(2, 3) = bad;
    write_safetensors(folder / "m.safetensors", {{"a", &a}, {"b", &b}});
    const Safetensors file(folder / "m.safetensors");
    file.read("a", a);
    CHECK_THROWS_WITH(file.read("b", b), Catch::Matchers::Contains("m.safetensors: \"b\" holds numbers that are not"));
  }
}

}  // namespace
}  // namespace rowgrad
