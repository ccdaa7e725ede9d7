// LineReader: lines of standard input or a file in groups: as many as have arrived, up to a megabyte, so that a pipe
// runs at full speed and a person typing gets an answer after each line.
#pragma once

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "core/spool.hpp"

namespace rowgrad {

class LineReader {
 public:
  /// Of standard input.
  LineReader() = default;
  /// Of a file, a pipe included; "-" is standard input. Throws an input Error if it cannot be opened.
  explicit LineReader(const std::string& file) {
    if (file == "-") return;
    name_ = file;
    fd_ = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd_ < 0) fail("check the name and its permissions");
  }
  ~LineReader() {
    if (fd_ > STDIN_FILENO) ::close(fd_);
  }
  LineReader(const LineReader&) = delete;
  LineReader& operator=(const LineReader&) = delete;

  /// What messages call the input.
  const std::string& name() const { return name_; }

  /// The next group of lines, without "\n" or "\r\n"; empty at the end of the input. Throws an input Error if the input
  /// cannot be read: a closed one, or a folder, is not the same as an empty one.
  std::vector<std::string> next() {
    std::vector<std::string> lines;
    take(lines);  // of what beginning() has read
    while (lines.empty() && !ended_) {
      fill();
      take(lines);
    }
    return lines;
  }

  /// What arrives first, which is not given away by this; empty if there is nothing. Throws as next() does.
  std::string_view beginning() {
    if (text_.empty() && !ended_) read();
    return text_;
  }
  /// All bytes that were not given away, to the end of the input. Throws as next() does, or a run Error if the disk is
  /// full.
  FileBytes rest() {
    Spool all(name_);
    for (; !ended_; read()) {
      all.write(text_);
      text_.clear();
    }
    return all.finish();
  }

 private:
  static constexpr std::size_t group_bytes = std::size_t{1} << 20;

  [[noreturn]] void fail(const char* remedy) const {
    throw input_error(name_, std::string("cannot be read: ") + std::strerror(errno), remedy);
  }

  bool waiting() const {
    pollfd input{fd_, POLLIN, 0};
    return ::poll(&input, 1, 0) > 0;
  }

  // Reads on until a megabyte has come or nothing more is waiting.
  void fill() {
    const std::size_t enough = text_.size() + group_bytes;
    do {
      read();
    } while (!ended_ && text_.size() < enough && waiting());
    if (ended_ && !text_.empty() && text_.back() != '\n') text_ += '\n';
  }

  void read() {
    const std::size_t before = text_.size();
    text_.resize(before + group_bytes);
    ssize_t count = 0;
    do {
      count = ::read(fd_, text_.data() + before, group_bytes);
    } while (count < 0 && errno == EINTR);
    if (count < 0) fail("give it a file or a pipe");
    text_.resize(before + static_cast<std::size_t>(count));
    ended_ = count == 0;
  }

  void take(std::vector<std::string>& lines) {
    std::size_t start = 0;
    for (std::size_t end = text_.find('\n', searched_); end != std::string::npos; end = text_.find('\n', start)) {
      const std::size_t length = end - start - (end > start && text_[end - 1] == '\r' ? 1 : 0);
      lines.push_back(text_.substr(start, length));
      start = end + 1;
    }
    text_.erase(0, start);
    searched_ = text_.size();
  }

  std::string name_ = "stdin";
  int fd_ = STDIN_FILENO;
  std::string text_;          // read, and not yet given away
  std::size_t searched_ = 0;  // bytes of it that are known to hold no end of a line
  bool ended_ = false;
};

}  // namespace rowgrad
