#include "tools/fetch/download.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <thread>

#include "core/error.hpp"

namespace rowgrad {
namespace {

bool can_go_on(const std::string& url, bool has_sum, const PartialFile& part) {
  return part.size() > 0 && part.origin().url == url && (has_sum || !part.origin().validator.empty());
}

// The address is to blame where the server says so, by a status from 400 to 499; from 500 on the server is.
Error cannot_fetch(const std::string& url, const Transfer& transfer, bool users_own) {
  const std::string what = "could not be fetched: " + transfer.reason();
  if (transfer.status() >= 400 && transfer.status() < 500 && users_own)
    return input_error(url, what, "check the address");
  if (transfer.status() != 0)
    return run_error(url, what, "try again later, or give a copy of the file by --from FILE-OR-URL");
  return run_error(url, what,
                   "check the network, and https_proxy if there is a proxy, or give a copy of the file by --from "
                   "FILE-OR-URL");
}

void wait(std::chrono::milliseconds time, const FetchObserver& observer) {
  constexpr std::chrono::milliseconds step{50};
  for (; time.count() > 0; time -= step) {
    if (observer.wants_to_stop()) throw FetchStopped();
    std::this_thread::sleep_for(std::min(step, time));
  }
}

}  // namespace

void download(const std::string& url, bool has_sum, bool users_own, PartialFile& part, const DownloadOptions& options,
              FetchObserver& observer) {
  if (can_go_on(url, has_sum, part) && part.size() == part.origin().bytes) return;  // all there, only not unpacked
  for (int attempt = 1;; ++attempt) {
    Transfer transfer(url, can_go_on(url, has_sum, part), part, options.transfer, observer);
    const Transfer::Result result = transfer.run();
    if (result == Transfer::Result::complete) return;
    if (result == Transfer::Result::refused || attempt == options.tries) throw cannot_fetch(url, transfer, users_own);
    observer.noted(fmt::format("{} after {} bytes; trying again", transfer.reason(), part.size()));
    wait(options.pause, observer);
  }
}

}  // namespace rowgrad
