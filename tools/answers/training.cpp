// The lines of a run's metrics.jsonl, thinned if they are many, and those that came since one looked last.
#include "run/run_directory.hpp"
#include "run/run_lock.hpp"
#include "tools/answers/answer.hpp"
#include "tools/answers/log_file.hpp"

namespace rowgrad {
namespace {

constexpr std::size_t most_new_lines = 20000;  // in one answer; the page asks again for the rest
constexpr std::size_t most_lines = 1500;       // of a split, of a log from its start

// Lines evenly spaced over a log whose length is not known: once there are too many, every second one goes.
class ThinnedLines {
 public:
  void add(std::string line) {
    if (seen_++ % stride_ != 0) {
      last_ = std::move(line);
      return;
    }
    last_.clear();
    lines_.push_back(std::move(line));
    if (lines_.size() <= most_lines) return;
    for (std::size_t i = 1; 2 * i < lines_.size(); ++i) lines_[i] = std::move(lines_[2 * i]);
    lines_.resize((lines_.size() + 1) / 2);
    stride_ *= 2;
  }
  /// The last line of all is always among them.
  std::vector<std::string> lines() && {
    if (!last_.empty()) lines_.push_back(std::move(last_));
    return std::move(lines_);
  }

 private:
  std::vector<std::string> lines_;
  std::string last_;
  std::size_t seen_ = 0, stride_ = 1;
};

// What of a log is shown, and where the following lines will begin.
struct Part {
  std::vector<std::string> lines;
  std::size_t next = 0;
};

// A log from its start, thinned: the dev split's lines apart, as there are few.
Part from_start(const LogFile& log) {
  ThinnedLines train, dev;
  Part part;
  part.next = log.read(0, [&](std::string&& line) {
    ThinnedLines& of_split = line.find(R"("split":"dev")") == std::string::npos ? train : dev;
    of_split.add(std::move(line));
    return true;
  });
  part.lines = std::move(train).lines();
  for (std::string& line : std::move(dev).lines()) part.lines.push_back(std::move(line));
  return part;
}

Part since(const LogFile& log, std::size_t from) {
  Part part;
  part.next = log.read(from, [&](std::string&& line) {
    part.lines.push_back(std::move(line));
    return part.lines.size() < most_new_lines;
  });
  return part;
}

Json lines_json(const std::vector<std::string>& lines) {
  Json list = Json::array();
  for (const std::string& text : lines) {
    Json line = Json::parse(text, nullptr, /*allow_exceptions=*/false);
    if (line.is_object()) list.push_back(std::move(line));
  }
  return list;
}

Json training(Shelf& shelf, Arguments& arguments) {
  const RunDirectory run(shelf.path(arguments.whole("run", {}, 0)));
  const std::size_t from = arguments.whole("from", 0, 0);
  const std::string seen = arguments.text("log", "");
  const LogFile log(run.metrics());
  const bool anew = from == 0 || seen != log.identity() || !log.begins_line(from);
  const Part part = anew ? from_start(log) : since(log, from);
  return {{"running", RunLock::is_held(run.path())},
          {"anew", anew},
          {"log", log.identity()},
          {"next", part.next},
          {"lines", lines_json(part.lines)}};
}

const bool registered = register_answer("training", Work::reads, training);

}  // namespace
}  // namespace rowgrad
