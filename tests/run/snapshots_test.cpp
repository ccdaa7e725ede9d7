#include "run/snapshots.hpp"

#include "core/error.hpp"
#include "core/float16.hpp"
#include "core/text_file.hpp"
#include "io/safetensors.hpp"
#include "run/marker.hpp"
#include "tests/catch.hpp"
#include "tests/temporary_folder.hpp"

namespace rowgrad {
namespace {

Snapshot example(std::size_t step = 7) {
  Snapshot snapshot{{step, 1, 3, 0.4, 2.5}, {0, 5, 2}, {}};
  auto& table = snapshot.tables["embed.weight"] = zeros<float>(3, 2);
  for (std::size_t i = 0; i < 6; ++i) table.data()[i] = 0.25F * static_cast<float>(i);
  return snapshot;
}

std::string bytes_of(const std::filesystem::path& file) { return std::string(TextFile(file).bytes()); }

TEST_CASE("a snapshot is read back with its moment, its ids and its tables") {
  const TemporaryFolder folder;
  write_snapshot(folder / "s.safetensors", example());
  const Snapshot read = read_snapshot(folder / "s.safetensors");
  CHECK(read.step == 7);
  CHECK(read.epoch == 1);
  CHECK(read.epochs == 3);
  CHECK(read.fraction == 0.4);
  CHECK(read.loss == 2.5);
  CHECK(read.ids == std::vector<Id>{0, 5, 2});
  REQUIRE(read.tables.size() == 1);
  CHECK((read.tables.at("embed.weight") == example().tables.at("embed.weight")));
  Snapshot first = example(0);
  first.loss.reset();
  write_snapshot(folder / "s.safetensors", first);
  CHECK_FALSE(read_snapshot(folder / "s.safetensors").loss);
  CHECK(read_snapshot_moment(folder / "s.safetensors").step == 0);
}

TEST_CASE("tables are stored as float16 where that is enough, and as float32 where it is not") {
  const TemporaryFolder folder;
  Snapshot snapshot = example();
  auto& large = snapshot.tables["large.weight"] = zeros<float>(3, 1);
  large(1, 0) = 100001.0F;
  auto& rounded = snapshot.tables["rounded.weight"] = zeros<float>(3, 1);
  rounded(1, 0) = 0.1F;
  write_snapshot(folder / "s.safetensors", snapshot);
  const Safetensors file(folder / "s.safetensors");
  CHECK(file.type("embed.weight") == "F16");
  CHECK(file.type("large.weight") == "F32");
  const Snapshot read = read_snapshot(folder / "s.safetensors");
  CHECK(read.tables.at("large.weight")(1, 0) == 100001.0F);
  CHECK(read.tables.at("rounded.weight")(1, 0) == to_float(to_float16(0.1F)));
}

TEST_CASE("a snapshot damaged anywhere gives a message, never a crash") {
  const TemporaryFolder folder;
  write_snapshot(folder / "s.safetensors", example());
  const std::string good = bytes_of(folder / "s.safetensors");
  const auto attempt = [&](const std::string& bytes) {
    try {
      read_snapshot(folder.write("damaged.safetensors", bytes));
      return true;
    } catch (const Error& e) {
      CHECK(e.exit_code() == 2);
      return false;
    }
  };
  CHECK(attempt(good));
  for (std::size_t length = 0; length < good.size(); ++length) CHECK_FALSE(attempt(good.substr(0, length)));
  for (std::size_t i = 0; i < good.size(); ++i) {
    for (const char c : {'\0', '9', '"', '\xff'}) {
      std::string bytes = good;
      bytes[i] = c;
      attempt(bytes);  // some still mean something; none may bring the process down
    }
  }
}

TEST_CASE("a file whose tensors or metadata are not a snapshot's is refused by name") {
  const TemporaryFolder folder;
  Matrix<Id> ids, wide;
  resize(ids, 3, 1);
  resize(wide, 3, 2);
  std::fill(ids.begin(), ids.end(), 1);
  std::fill(wide.begin(), wide.end(), 1);
  const auto table = zeros<float>(3, 2), other = zeros<float>(4, 2);
  Matrix<Float16> infinite;
  resize(infinite, 3, 1);
  std::fill(infinite.begin(), infinite.end(), Float16{0x7c00});
  using Metadata = std::map<std::string, std::string>;
  const Metadata good{{"step", "1"}, {"epoch", "0"}, {"epochs", "1"}, {"fraction", "0.5"}};
  const auto refused = [&](const std::vector<NamedMatrix>& tensors, const Metadata& metadata, const std::string& part) {
    write_safetensors(folder / "s.safetensors", tensors, metadata);
    CHECK_THROWS_WITH(read_snapshot(folder / "s.safetensors"), Catch::Contains(part));
  };
  const auto with = [&](const std::string& key, const std::string& value) {
    Metadata metadata = good;
    metadata[key] = value;
    return metadata;
  };
  write_safetensors(folder / "s.safetensors", {{"ids", &ids}, {"t", &table}}, good);
  CHECK_NOTHROW(read_snapshot(folder / "s.safetensors"));
  refused({{"t", &table}}, good, "ids");
  refused({{"ids", &table}}, good, "ids");
  refused({{"ids", &wide}}, good, "ids");
  refused({{"ids", &ids}, {"t", &other}}, good, "\"t\" is F32 of 4 x 2");
  refused({{"ids", &ids}, {"t", &wide}}, good, "\"t\" is U32");
  refused({{"ids", &ids}, {"t", &infinite}}, good, "\"t\" is not finite");
  refused({{"ids", &ids}}, {}, "step");
  refused({{"ids", &ids}}, with("step", "-1"), "step");
  refused({{"ids", &ids}}, with("fraction", "nan"), "fraction");
  refused({{"ids", &ids}}, with("fraction", "1.5"), "fraction");
  refused({{"ids", &ids}}, with("loss", "1.0x"), "loss");
  CHECK_THROWS_AS(read_snapshot(folder / "missing.safetensors"), Error);
}

TEST_CASE("a header that asks for more than the file holds is refused before memory is taken") {
  const TemporaryFolder folder;
  const std::string metadata = R"("__metadata__": {"step": "1", "epoch": "0", "epochs": "1", "fraction": "0.5"})";
  for (const std::string tensors : {R"("ids": {"dtype": "U32", "shape": [1099511627776, 1], "data_offsets": [0, 8]})",
                                    R"("ids": {"dtype": "Q9", "shape": [1099511627776, 1], "data_offsets": [0, 8]})",
                                    R"("ids": {"dtype": "U32", "shape": [2, 1], "data_offsets": [0, 8]},
              "t": {"dtype": "Q9", "shape": [2, 1099511627776], "data_offsets": [8, 8]})",
                                    R"("ids": {"dtype": "U32", "shape": [0, 1], "data_offsets": [0, 0]},
              "t": {"dtype": "F16", "shape": [0, 1099511627776], "data_offsets": [0, 0]})"}) {
    const std::string header = "{" + metadata + ", " + tensors + "}";
    const std::uint64_t size = header.size();
    const bool empty = tensors.find("[0, 0]") != std::string::npos;
    folder.write("s.safetensors", std::string(reinterpret_cast<const char*>(&size), sizeof(size)) + header +
                                      std::string(empty ? 0 : 8, '\0'));
    CAPTURE(tensors);
    CHECK_THROWS_AS(read_snapshot(folder / "s.safetensors"), Error);
  }
}

TEST_CASE("a run's snapshots come in order, later ones can be cut off, and strange files are none of them") {
  const TemporaryFolder folder;
  const RunDirectory run(folder.path());
  CHECK(snapshot_files(run).empty());
  cut_snapshots(run, 0);
  std::filesystem::create_directory(run.snapshots());
  for (const std::size_t number : {3, 0, 2, 1}) write_snapshot(folder / snapshot_name(number), example(10 * number));
  folder.write("snapshots/notes.txt", "mine");
  folder.write("snapshots/000004.safetensors", "damaged");
  auto files = snapshot_files(run);
  REQUIRE(files.size() == 5);
  for (std::size_t i = 0; i < 5; ++i) CHECK(snapshot_number(files[i]) == i);
  cut_snapshots(run, 20);
  files = snapshot_files(run);
  REQUIRE(files.size() == 3);
  CHECK(read_snapshot(files[2]).step == 20);
  CHECK(std::filesystem::exists(folder / "snapshots/notes.txt"));
}

TEST_CASE("only numbers of six digits in snapshots/ are snapshots") {
  CHECK(snapshot_name(12) == "snapshots/000012.safetensors");
  CHECK(is_snapshot_name("snapshots/000012.safetensors"));
  for (const char* name :
       {"", "snapshots", "snapshots/", "000012.safetensors", "snapshots/12.safetensors", "snapshots/../012.safetensors",
        "snapshots/00001x.safetensors", "snapshots/0000123.safetensors", "snapshots/000012.safetensors.tmp"})
    CHECK_FALSE(is_snapshot_name(name));
}

}  // namespace
}  // namespace rowgrad
