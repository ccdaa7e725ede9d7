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
std::vector<int> ints(Communicator::Counts counts) {
  std::vector<int> result;
  for (const std::size_t count : counts) {
    if (count > INT_MAX)
      throw run_error("MPI", "more than 2^31 numbers in one exchange", "take smaller batches, or more ranks");
    result.push_back(static_cast<int>(count));
  }
  return result;
}

std::vector<int> offsets(const std::vector<int>& counts) {
  std::vector<int> result;
  long long sum = 0;
  for (const int count : counts) {
    if (sum > INT_MAX)
      throw run_error("MPI", "more than 2^31 numbers in one exchange", "take smaller batches, or more ranks");
    result.push_back(static_cast<int>(sum));
    sum += count;
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
    if (given < MPI_THREAD_MULTIPLE)
      throw run_error("MPI", "it allows no calls from several threads", "use an MPI built with MPI_THREAD_MULTIPLE");
  }
  ~MpiCommunicator() override { MPI_Finalize(); }
  MpiCommunicator(const MpiCommunicator&) = delete;
  MpiCommunicator& operator=(const MpiCommunicator&) = delete;

  int rank() const override { return rank_; }
  int size() const override { return size_; }
  const std::string& host() const override { return host_; }

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
    constexpr auto patience = std::chrono::seconds(2);
    std::vector<int> codes(static_cast<std::size_t>(size_));
    MPI_Request request = MPI_REQUEST_NULL;
    MPI_Iallgather(&exit_code, 1, MPI_INT, codes.data(), 1, MPI_INT, last_words_, &request);
    int met = 0;
    for (const auto end = std::chrono::steady_clock::now() + patience; std::chrono::steady_clock::now() < end;) {
      MPI_Test(&request, &met, MPI_STATUS_IGNORE);
      if (met != 0) break;
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    if (met == 0) return std::nullopt;
    return codes;
  }

  void abort(int exit_code) override {
    MPI_Abort(MPI_COMM_WORLD, exit_code);
    std::abort();
  }

 private:
  int rank_ = 0, size_ = 1;
  MPI_Comm last_words_ = MPI_COMM_NULL;
  std::string host_;
};

}  // namespace
}  // namespace rowgrad

extern "C" rowgrad::Communicator* rowgrad_make_mpi_communicator() {
  return new rowgrad::MpiCommunicator;  // NOLINT(cppcoreguidelines-owning-memory)
}
