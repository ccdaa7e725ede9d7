#include "engine/hogwild_pass.hpp"

#include <atomic>
#include <set>

#include "data/pass_cursor.hpp"
#include "tests/catch.hpp"
#include "tests/in_memory.hpp"
#include "tests/models/sentiment/documents.hpp"
#include "tests/ranks.hpp"

namespace rowgrad {
namespace {

constexpr std::size_t documents = 3001;

// What the workers of one pass saw, on all threads.
struct Seen {
  std::mutex mutex;
  std::vector<std::size_t> times = std::vector<std::size_t>(documents, 0);  // by document
  std::set<const PassOrder*> orders;
};

// Goes through its shard as any worker does, and only takes down what it meets.
class Onlooker : public Worker {
 public:
  // Three parameters: the table, the Linear's weight and its bias.
  Onlooker(Seen& seen, const BatchRequest& request) : Worker(3), seen_(seen), cursor_(documents, request) {
    const std::lock_guard lock(seen_.mutex);
    seen_.orders.insert(request.order.get());
  }
  bool step(double, std::size_t) override {
    if (cursor_.done()) return false;
    loss.add(0, 1, 0.5, 1);
    const std::lock_guard lock(seen_.mutex);
    ++seen_.times[cursor_.next()];
    return true;
  }
  double progress() const override { return cursor_.progress(); }
  PassPosition position() const override { return cursor_.position(); }
  void seek(const PassPosition& position) override { cursor_.seek(position); }

 private:
  Seen& seen_;
  PassCursor cursor_;
};

Experiment bag_of_documents(const std::vector<LabelledLine>& lines) {
  return in_memory(labelled_documents({}, lines), {{"model", Json::parse(R"([
      {"name": "embed", "layer": "Embedding", "input": "tokens", "dim": 2},
      {"name": "document", "layer": "Sum", "input": "embed"},
      {"name": "logits", "layer": "Linear", "input": "document", "out": "classes"},
      {"name": "loss", "layer": "SoftmaxCE", "inputs": ["logits", "label"]}])")},
                                                   {"train", {{"engine", "hogwild"}, {"epochs", 2}}}});
}

TEST_CASE("hogwild on several threads sees each document once per epoch, its shards in one order made once") {
  const Experiment experiment = bag_of_documents({{"good film", "pos"}, {"bad film", "neg"}});
  const TrainingContext context = experiment.context();
  RunState state = fresh_state(experiment);
  RunObserver nobody;
  TrainingLoop loop(*experiment.spec.engine, context, state, nobody);
  std::set<const PassOrder*> orders;
  std::vector<std::shared_ptr<PassOrder>> kept;  // so that no address comes twice
  for (std::size_t epoch = 0; epoch < 2; ++epoch) {
    Seen seen;
    state.shards.resize(12);
    kept.push_back(loop.request().order);
    HogwildPass pass(loop, state,
                     [&](const BatchRequest& request) { return std::make_unique<Onlooker>(seen, request); });
    CHECK(pass.run(3));
    CHECK(seen.times == std::vector<std::size_t>(documents, 1));
    CHECK(seen.orders == std::set<const PassOrder*>{kept.back().get()});
    loop.end_epoch();
  }
  CHECK(kept[0] != kept[1]);
}

// Of up to three ranks, by rank.
struct Race {
  std::array<std::atomic<double>, 3> done = {};
  double lead = 0.0;  // the most that rank 0 was ahead of rank 1
};

// Takes a thousand steps, slow ones unless it is of rank 0.
class Racer : public Worker {
 public:
  Racer(Race& race, int rank) : Worker(3), race_(race), rank_(static_cast<std::size_t>(rank)) {}
  bool step(double, std::size_t) override {
    if (steps_ == 1000) return false;
    loss.add(0, 1, 0.5, 1);
    ++steps_;
    race_.done[rank_] = progress();
    if (rank_ != 0) std::this_thread::sleep_for(std::chrono::microseconds(400));
    if (rank_ == 1) race_.lead = std::max(race_.lead, race_.done[0] - race_.done[1]);
    return true;
  }
  double progress() const override { return 0.001 * static_cast<double>(steps_); }
  PassPosition position() const override { return {}; }
  void seek(const PassPosition&) override {}

 private:
  Race& race_;
  std::size_t rank_, steps_ = 0;
};

// How far rank 0 came ahead of rank 1, of the whole.
double lead(int ranks) {
  std::vector<LabelledLine> lines(4000, {"good film", "pos"});
  lines[0] = {"bad film", "neg"};
  const Experiment experiment = bag_of_documents(lines);
  Race race;
  std::array<bool, 3> finished = {};
  Ranks(ranks).run([&](Communicator& c) {
    const TrainingContext context = experiment.context(c);
    RunState state = fresh_state(experiment);
    state.shards.resize(static_cast<std::size_t>(ranks));
    RunObserver nobody;
    TrainingLoop loop(*experiment.spec.engine, context, state, nobody);
    HogwildRanks meetings(context, state, loop.optimizer());
    HogwildPass pass(
        loop, state, [&](const BatchRequest&) { return std::make_unique<Racer>(race, c.rank()); }, &meetings);
    finished[static_cast<std::size_t>(c.rank())] = pass.run(1);
  });
  for (std::size_t r = 0; r < static_cast<std::size_t>(ranks); ++r) {
    CHECK(finished[r]);
    CHECK(race.done[r] == Approx(1.0));
  }
  return race.lead;
}

TEST_CASE("a rank that is ahead waits for the others before the meeting after, if they are two or more") {
  const double most = lead(3);
  CHECK(most > 0.0);
  CHECK(most < 0.25);
}

TEST_CASE("one of two ranks may be some meetings ahead of the other, but no further") {
  const double most = lead(2);
  CHECK(most > 0.1);
  CHECK(most < 0.5);
}

}  // namespace
}  // namespace rowgrad
