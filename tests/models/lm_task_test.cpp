#include "models/lm/task.hpp"
#include "tests/catch.hpp"
#include "tests/temporary_folder.hpp"

namespace rowgrad {
namespace {

std::unique_ptr<LmTask> loaded(const TemporaryFolder& folder, std::string_view text, Json keys_json) {
  keys_json["train"] = folder.write("items.txt", text).string();
  auto task = std::make_unique<LmTask>();
  Keys keys;
  task->declare(keys);
  keys.read(keys_json, {"config.json", "/data"});
  task->check({"config.json", "/data"});
  task->load();
  return task;
}

// The ids of an input, as text, one string per row.
std::string text_of(const LmTask& task, const std::vector<Id>& ids) {
  std::string text;
  for (const Id id : ids) text += id == LmTask::boundary ? "." : task.vocabulary()->token(id);
  return text;
}

Batch first_batch(const LmTask& task, std::size_t batch_size) {
  Batch batch;
  REQUIRE(task.batches({Split::train, batch_size})->next(batch));
  return batch;
}

TEST_CASE("an item predicts each of its symbols from those before, and its end") {
  const TemporaryFolder folder;
  const auto task = loaded(folder, "emma\nada\n", Json::object());
  const Batch batch = first_batch(*task, 2);
  CHECK(text_of(*task, batch.ids[0]) == ".emma.ada");
  CHECK(text_of(*task, batch.ids[1]) == "emma.ada.");
  CHECK(batch.extents[lm::row_domain].offsets == std::vector<std::uint32_t>{0, 5, 9});
  CHECK(task->tokens(Split::train) == 9);
}

TEST_CASE("a context window holds the symbols before the predicted one, padded with the boundary") {
  const TemporaryFolder folder;
  const auto task = loaded(folder, "emma\nada\n", {{"context", 3}});
  const Batch batch = first_batch(*task, 100);
  CHECK(text_of(*task, batch.ids[1]) == "emma.ada.");
  CHECK(text_of(*task, batch.ids[0]) == ".....e.ememmmma.....a.adada");
  CHECK(batch.rows(task->inputs().domains()[lm::row_domain]) == 27);
  CHECK(text_of(*task, task->encode(task->ids("em")).ids[0]) == ".em");
  CHECK(text_of(*task, task->encode(task->ids("emma")).ids[0]) == "mma");
}

TEST_CASE("batch_size counts positions when there is a context, and every position comes once per pass") {
  const TemporaryFolder folder;
  const auto task = loaded(folder, "emma\nada\n", {{"context", 2}});
  auto source = task->batches({Split::train, 4, /*training=*/true, Random(1)});
  std::string seen;
  std::size_t batches = 0;
  for (Batch batch; source->next(batch); ++batches) {
    CHECK(batch.ids[0].size() == 2 * batch.ids[1].size());
    seen += text_of(*task, batch.ids[1]);
  }
  CHECK(batches == 3);
  std::sort(seen.begin(), seen.end());
  CHECK(seen == "..aaademm");
}

TEST_CASE("a block cuts long items into pieces that lose no symbol") {
  const TemporaryFolder folder;
  const auto task = loaded(folder, "emma\nada\n", {{"block", 3}});
  const Batch batch = first_batch(*task, 100);
  CHECK(text_of(*task, batch.ids[0]) == ".emma.ada");
  CHECK(batch.extents[lm::row_domain].offsets == std::vector<std::uint32_t>{0, 3, 5, 8, 9});
}

TEST_CASE("rare and unseen words are dropped, or become the unknown token if one is named") {
  const TemporaryFolder folder;
  const Json words{{"unit", "word"}, {"min_count", 2}};
  const auto dropping = loaded(folder, "a b a\nb c\n", words);
  CHECK(dropping->vocabulary()->size() == 3);
  CHECK(text_of(*dropping, first_batch(*dropping, 9).ids[1]) == "aba.b.");
  CHECK_THROWS_WITH(dropping->ids("a x"), Catch::Contains("\"x\""));

  Json keeping = words;
  keeping["unknown"] = "<unk>";
  const auto task = loaded(folder, "a b a\nb c\n", keeping);
  CHECK(text_of(*task, first_batch(*task, 9).ids[1]) == "aba.b<unk>.");
  CHECK(task->vocabulary()->count(*task->vocabulary()->find("<unk>")) == 1);
  CHECK(task->text(task->ids("a x")) == "a <unk>");
}

TEST_CASE("context and block exclude each other") {
  const TemporaryFolder folder;
  CHECK_THROWS_WITH(loaded(folder, "ada\n", {{"context", 3}, {"block", 4}}), Catch::Contains("/data/block"));
}

}  // namespace
}  // namespace rowgrad
