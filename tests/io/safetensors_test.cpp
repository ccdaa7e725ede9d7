#include "io/safetensors.hpp"

#include "core/error.hpp"
#include "tests/catch.hpp"
#include "tests/temporary_folder.hpp"

namespace rowgrad {
namespace {

Matrix<float> counted(std::size_t rows, std::size_t columns) {
  auto m = zeros<float>(rows, columns);
  for (std::size_t i = 0; i < m.size(); ++i) m.data()[i] = static_cast<float>(i) + 0.25F;
  return m;
}

std::string bytes_of(const std::filesystem::path& file) { return std::string(TextFile(file).text()); }

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

}  // namespace
}  // namespace rowgrad
