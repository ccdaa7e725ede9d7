// The communicator on MPI: librowgrad_mpi.so, the only code here that knows it.
#include <mpi.h>

#include <algorithm>
#include <chrono>
#include <climits>
#include <thread>

#include "comm/mpi_library.hpp"
#include "comm/mpi_wait.hpp"
#include "core/error.hpp"

namespace rowgrad {
namespace {

// MPI counts in int; what is counted are units, such as floats, so that 8 GB of them fit.
int checked(std::size_t count) {
  if (count > INT_MAX)
    throw run_error("MPI", "more than 2^31 numbers in one exchange", "take a smaller batch_size or train.accumulate");
  return static_cast<int>(count);
}

std::vector<int> ints(Communicator::Counts counts) {
  std::vector<int> result;
  for (const std::size_t count : counts) result.push_back(checked(count));
  return result;
}

std::vector<int> offsets(const std::vector<int>& counts) {
  std::vector<int> result;
  std::size_t sum = 0;
  for (const int count : counts) {
    result.push_back(checked(sum));
    sum += static_cast<std::size_t>(count);
  }
  return result;
}

// A value of `bytes` bytes, for as long as a call takes.
class Unit {
 public:
  explicit Unit(std::size_t bytes) {
    MPI_Type_contiguous(static_cast<int>(bytes), MPI_BYTE, &type_);
    MPI_Type_commit(&type_);
  }
  ~Unit() { MPI_Type_free(&type_); }
  Unit(const Unit&) = delete;
  Unit& operator=(const Unit&) = delete;
  operator MPI_Datatype() const { return type_; }  // NOLINT(google-explicit-constructor)

 private:
  MPI_Datatype type_ = MPI_DATATYPE_NULL;
};

class MpiCommunicator : public Communicator {
 public:
  MpiCommunicator() {
    int given = MPI_THREAD_SINGLE;
    MPI_Init_thread(nullptr, nullptr, MPI_THREAD_MULTIPLE, &given);
    MPI_Comm_rank(MPI_COMM_WORLD, &rank_);
    MPI_Comm_size(MPI_COMM_WORLD, &size_);
    // Those who give up meet on their own channel: the others may be in the middle of something.
    MPI_Comm_dup(MPI_COMM_WORLD, &last_words_);
    char name[MPI_MAX_PROCESSOR_NAME];
    int length = 0;
    MPI_Get_processor_name(name, &length);
    host_.assign(name, static_cast<std::size_t>(length));
    MPI_Comm here = MPI_COMM_NULL;
    MPI_Comm_split_type(MPI_COMM_WORLD, MPI_COMM_TYPE_SHARED, rank_, MPI_INFO_NULL, &here);
    MPI_Comm_size(here, &ranks_here_);
    MPI_Comm_free(&here);
    if (given < MPI_THREAD_MULTIPLE)
      throw run_error("MPI", "it allows no calls from several threads", "use an MPI built with MPI_THREAD_MULTIPLE");
  }
  ~MpiCommunicator() override { MPI_Finalize(); }
  MpiCommunicator(const MpiCommunicator&) = delete;
  MpiCommunicator& operator=(const MpiCommunicator&) = delete;

  int rank() const override { return rank_; }
  int size() const override { return size_; }
  const std::string& host() const override { return host_; }
  std::size_t ranks_here() const override { return static_cast<std::size_t>(ranks_here_); }

  void gather_bytes(ConstBytes mine, Bytes all, Counts counts, std::size_t unit) override {
    const auto n = ints(counts), at = offsets(n);
    const Unit type(unit);
    MPI_Request request = MPI_REQUEST_NULL;
    MPI_Iallgatherv(mine.data(), n[static_cast<std::size_t>(rank_)], type, all.data(), n.data(), at.data(), type,
                    MPI_COMM_WORLD, &request);
    wait_for(request, patient, all.size());
    bytes_sent_ += mine.size() * static_cast<std::size_t>(size_ - 1);
  }

  void exchange_bytes(ConstBytes out, Counts out_counts, Bytes in, Counts in_counts, std::size_t unit) override {
    const auto out_n = ints(out_counts), out_at = offsets(out_n), in_n = ints(in_counts), in_at = offsets(in_n);
    const Unit type(unit);
    MPI_Request request = MPI_REQUEST_NULL;
    MPI_Ialltoallv(out.data(), out_n.data(), out_at.data(), type, in.data(), in_n.data(), in_at.data(), type,
                   MPI_COMM_WORLD, &request);
    wait_for(request, patient, out.size() + in.size());
    bytes_sent_ += out.size() - out_counts[static_cast<std::size_t>(rank_)] * unit;
  }

  void wait_for_all() override {
    MPI_Request request = MPI_REQUEST_NULL;
    MPI_Ibarrier(MPI_COMM_WORLD, &request);
    wait_for(request, patient);
  }

  std::optional<std::vector<int>> all_give_up(int exit_code) override {
    // Others that have heard of it may still be taking files and memory away, and above all the one that failed itself.
    const auto patience = std::chrono::seconds(exit_code == 0 ? 60 : 5);
    own_code_ = exit_code;
    codes_.resize(static_cast<std::size_t>(size_));
    MPI_Request request = MPI_REQUEST_NULL;
    MPI_Iallgather(&own_code_, 1, MPI_INT, codes_.data(), 1, MPI_INT, last_words_, &request);
    int met = 0;
    for (const auto end = std::chrono::steady_clock::now() + patience; std::chrono::steady_clock::now() < end;) {
      MPI_Test(&request, &met, MPI_STATUS_IGNORE);
      if (met != 0) break;
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    if (met == 0) return std::nullopt;
    return codes_;
  }

  void abort(int exit_code) override {
    MPI_Abort(MPI_COMM_WORLD, exit_code);
    std::abort();
  }

 private:
  int rank_ = 0, size_ = 1, ranks_here_ = 1;
  MPI_Comm last_words_ = MPI_COMM_NULL;
  int own_code_ = 0;  // these two outlive a call of all_give_up() that is not answered
  std::vector<int> codes_;
  std::string host_;
};

}  // namespace
}  // namespace rowgrad

extern "C" rowgrad::Communicator* rowgrad_make_mpi_communicator() {
  return new rowgrad::MpiCommunicator;  // NOLINT(cppcoreguidelines-owning-memory)
}
