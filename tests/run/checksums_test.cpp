#include "run/checksums.hpp"

#include <fstream>

#include "run/content_hash.hpp"
#include "tests/catch.hpp"
#include "tests/temporary_folder.hpp"

namespace rowgrad {
namespace {

constexpr std::size_t all_rows = 700, width = 6000;  // 16.8 MB, three pieces to hash

Matrix<float> numbers() {
  Matrix<float> m;
  resize(m, all_rows, width);
  for (std::size_t i = 0; i < m.size(); ++i) m.data()[i] = static_cast<float>(i % 1000003);
  return m;
}

Matrix<float> part_of(const Matrix<float>& m, std::size_t first, std::size_t last) {
  Matrix<float> part;
  resize(part, last - first, columns(m));
  std::copy_n(row(m, first), part.size(), part.data());
  return part;
}

// As three ranks with these cuts would write them.
Json parts_of(const Matrix<float>& m) {
  Json parts = Json::array();
  for (const auto& [first, last] : {std::pair{0, 90}, {90, 500}, {500, 700}}) {
    const Matrix<float> part = part_of(m, static_cast<std::size_t>(first), static_cast<std::size_t>(last));
    for (const Json& sum : checksum_of({"m", &part, static_cast<std::size_t>(first), all_rows})) parts.push_back(sum);
  }
  return parts;
}

TEST_CASE("rows are read and checked by other cuts than they were written with, or in one piece") {
  const TemporaryFolder folder;
  const Matrix<float> m = numbers();
  write_safetensors(folder / "m", {{"m", &m}});
  const Safetensors file(folder / "m");
  const Json whole = checksum_of({"m", &m}), parts = parts_of(m);
  CHECK(whole == content_hash(m.data(), m.size() * sizeof(float)));
  CHECK(parts.size() == 4);
  for (const Json& sum : {whole, parts}) {
    for (const auto& [first, last] : {std::pair{0, 700}, {0, 350}, {350, 700}, {89, 91}, {7, 7}}) {
      auto read = zeros<float>(static_cast<std::size_t>(last - first), width);
      CHECK(read_checked(file, "m", read, static_cast<std::size_t>(first), all_rows, sum));
      CHECK((read == part_of(m, static_cast<std::size_t>(first), static_cast<std::size_t>(last))));
    }
  }
}

TEST_CASE("a changed byte is found by whoever reads its part, and parts that make no sense are refused") {
  const TemporaryFolder folder;
  const Matrix<float> m = numbers();
  write_safetensors(folder / "m", {{"m", &m}});
  const Json parts = parts_of(m);
  const auto end = static_cast<std::streamoff>(std::filesystem::file_size(folder / "m"));
  std::fstream(folder / "m", std::ios::in | std::ios::out | std::ios::binary).seekp(end - 5).put('!');
  const Safetensors file(folder / "m");
  auto first = zeros<float>(90, width), last = zeros<float>(10, width);
  CHECK(read_checked(file, "m", first, 0, all_rows, parts));
  CHECK_FALSE(read_checked(file, "m", last, 690, all_rows, parts));
  for (const char* wrong :
       {"[]", "null", "[[1, \"a\"]]", "[[0, 5]]", "[[0, \"a\"], [0, \"b\"]]", "[[0, \"a\"], [700, \"b\"]]", "7"})
    CHECK_FALSE(read_checked(file, "m", first, 0, all_rows, Json::parse(wrong)));
}

}  // namespace
}  // namespace rowgrad
