#include "comm/one_process.hpp"

#include <algorithm>
#include <cstdlib>

namespace rowgrad {
namespace {

class OneProcess : public Communicator {
 public:
  int rank() const override { return 0; }
  int size() const override { return 1; }
  const std::string& host() const override { return host_; }
  std::size_t ranks_here() const override { return 1; }

  void gather_bytes(ConstBytes mine, Bytes all, Counts, std::size_t) override { std::ranges::copy(mine, all.begin()); }
  void exchange_bytes(ConstBytes out, Counts, Bytes in, Counts, std::size_t) override {
    std::ranges::copy(out, in.begin());
  }
  void wait_for_all() override {}
  std::optional<std::vector<int>> all_give_up(int exit_code) override { return std::vector<int>{exit_code}; }
  void abort(int exit_code) override { std::_Exit(exit_code); }

 private:
  std::string host_ = "localhost";
};

}  // namespace

Communicator& one_process() {
  static OneProcess process;
  return process;
}

}  // namespace rowgrad
