// Programs whose stdin, stdout or stderr is closed, full, or a pipe at whose other end nobody is.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>

#include "tests/cli/workplace.hpp"

namespace rowgrad {
namespace {

// A trained classifier of good_data and a file of word vectors, to be asked.
struct Asked {
  Workplace place;
  std::string vectors = place.folder.write("vectors.txt", "4 2\ncat 1 0\ndog 1 0.1\nking 0 1\nqueen 0.1 1\n").string();

  Asked() { REQUIRE(place.train(good_config()).code == 0); }

  std::vector<std::vector<std::string>> commands() const {
    return {{"rowgrad", "predict", place.out},
            {"rowgrad", "predict", place.out, "--text", "fine"},
            {"rowgrad", "nearest", vectors},
            {"rowgrad", "nearest", vectors, "cat", "--json"},
            {"rowgrad", "analogy", vectors, "cat", "dog", "king"},
            {"rowgrad", "intruder", vectors, "cat", "dog", "king"},
            {"rowgrad", "evaluate", place.out},
            {"rowgrad", "--help"}};
  }
};

TEST_CASE("results that cannot be written exit 1, whatever was asked") {
  const Asked asked;
  for (const auto& command : asked.commands()) {
    for (const std::string out : {"/dev/full", "closed"}) {
      const Finished finished = run_command(command, {.input = "cat\n", .out = out});
      CAPTURE(command, out, finished.err);
      CHECK(finished.code == 1);
      CHECK(finished.err.starts_with("error: stdout: cannot be written"));
      CHECK(std::count(finished.err.begin(), finished.err.end(), '\n') == 1);
    }
  }
}

TEST_CASE("an input that cannot be read is not an empty one") {
  const Asked asked;
  for (const std::string& in : {asked.place.folder.path().string(), std::string("closed")}) {
    for (const auto& command : {asked.commands()[0], asked.commands()[2]}) {
      const Finished finished = run_command(command, {.in = in});
      CAPTURE(command, in, finished.err);
      CHECK(finished.code == 2);
      CHECK(finished.err.starts_with("error: stdin: cannot be read"));
    }
  }
  CHECK(run_command(asked.commands()[0], {}).code == 0);
}

TEST_CASE("a stderr that is closed or full changes neither exit codes nor results") {
  const Asked asked;
  const std::string model = read_text(asked.place.out + "/model.safetensors");
  for (const std::string err : {"/dev/full", "closed"}) {
    CAPTURE(err);
    const std::string out = asked.place.folder / ("run" + err.substr(1, 1));
    CHECK(run_command({"train", "--config", asked.place.config, "--out", out}, {.err = err}).code == 0);
    CHECK(read_text(out + "/model.safetensors") == model);
    CHECK(run_command({"train", "--config", "nope.json"}, {.err = err}).code == 2);
    CHECK(run_command({"rowgrad", "nearest", "nope", "a"}, {.err = err}).code == 2);
    CHECK(run_command({"rowgrad", "nearest", asked.vectors}, {.input = "nobody\n", .err = err}).code == 2);
    CHECK(run_command({"rowgrad", "predict", asked.place.out}, {.input = "zzz\n", .err = err}).code == 0);
  }
}

// A named pipe with one end in the test's hands.
class Pipe {
 public:
  explicit Pipe(const std::filesystem::path& path) : path_(path.string()) {
    REQUIRE(::mkfifo(path_.c_str(), 0600) == 0);
    end_ = ::open(path_.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC);
  }
  ~Pipe() { ::close(end_); }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  void fill() const {
    const std::string text(4096, '.');
    while (::write(end_, text.data(), text.size()) > 0) {
    }
  }
  // Waits for something to read, then closes.
  void close_after_first_line() {
    char c = 0;
    for (int i = 0; i < 10000 && ::read(end_, &c, 1) != 1; ++i) ::usleep(1000);
    ::close(end_);
    end_ = -1;
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
  int end_;
};

TEST_CASE("a stderr whose reader has gone, or does not read, does not end a run and does not hold it up") {
  const Workplace place;
  place.folder.write("config.json", good_config().dump());
  Pipe pipe(place.folder / "pipe");
  const auto train = [&](const std::string& out) {
    return std::vector<std::string>{"train", "--config", place.config, "--out", place.folder / out};
  };
  SECTION("does not read") {
    pipe.fill();
    CHECK(run_command(train("full"), {.err = pipe.path()}).code == 0);
    CHECK(run_command({"train", "--config", "nope.json"}, {.err = pipe.path()}).code == 2);
  }
  SECTION("has gone") {
    auto command = train("closed");
    command.insert(command.end(), {"--set", "train.epochs=3000"});
    ::setenv("SPDLOG_LEVEL", "debug", 1);  // which says something at once
    Process process(command, {.err = pipe.path()});
    ::unsetenv("SPDLOG_LEVEL");
    pipe.close_after_first_line();
    CHECK(process.wait().code == 0);
    CHECK(std::filesystem::exists(place.folder / "closed/model.safetensors"));
  }
}

TEST_CASE("a command whose reader has had enough, such as head, ends without a word") {
  const Asked asked;
  Pipe pipe(asked.place.folder / "pipe");
  std::string words;
  for (int i = 0; i < 20000; ++i) words += "cat\n";
  const std::string in = asked.place.folder.write("words.txt", words).string();
  Process process({"rowgrad", "nearest", asked.vectors}, {.out = pipe.path(), .in = in});
  pipe.close_after_first_line();
  const Finished finished = process.wait();
  CHECK(finished.code == 128 + SIGPIPE);
  CHECK(finished.err.empty());
}

}  // namespace
}  // namespace rowgrad
