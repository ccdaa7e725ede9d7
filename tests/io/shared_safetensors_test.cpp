#include "io/shared_safetensors.hpp"

#include "core/text_file.hpp"
#include "graph/sharding.hpp"
#include "tests/catch.hpp"
#include "tests/ranks.hpp"
#include "tests/temporary_folder.hpp"

namespace rowgrad {
namespace {

TEST_CASE("ranks write the same bytes as one process") {
  ParameterSpec sharded(Param{0, "table"}, 11, 3, Init{"normal", 1.0}),
      whole(Param{1, "bias"}, 2, 5, Init{"normal", 1.0});
  sharded.sharded = true;
  const TemporaryFolder folder;
  const auto all = initialise<float>({sharded, whole}, Random(1));
  write_safetensors(folder / "one", {{"table", &all[0].value}, {"bias", &all[1].value}}, {{"state", "x"}});
  Ranks(4).run([&](Communicator& ranks) {
    const auto mine = initialise<float>({sharded, whole}, Random(1), ranks);
    write_shared_safetensors(folder / "many",
                             {{"table", &mine[0].value, mine[0].first_row, 11}, {"bias", &mine[1].value}},
                             {{"state", ranks.first() ? "x" : "of no account"}}, ranks);
  });
  CHECK((TextFile(folder / "one").bytes() == TextFile(folder / "many").bytes()));
  const auto entries = std::filesystem::directory_iterator(folder.path());
  CHECK(std::distance(begin(entries), end(entries)) == 2);  // no temporary file is left
}

}  // namespace
}  // namespace rowgrad
