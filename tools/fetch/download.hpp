// download(): a file from the network, with as many requests as it takes.
#pragma once

#include <chrono>
#include <string>

#include "tools/fetch/transfer.hpp"

namespace rowgrad {

struct DownloadOptions {
  TransferOptions transfer;
  int tries = 5;
  std::chrono::milliseconds pause{2000};  // between two
};

/// Completes the part, going on from what is there if it is of the same URL and either the server promises not to
/// splice (a validator) or `has_sum`: its sum will be checked.
/// Throws FetchStopped; a run Error that names the URL, the reason and --from if it does not come, or an input Error if
/// there is no such file and the URL is `users_own`.
void download(const std::string& url, bool has_sum, bool users_own, PartialFile& part, const DownloadOptions& options,
              FetchObserver& observer);

}  // namespace rowgrad
