// FetchObserver: who hears how far a fetch is, and may wish to stop it.
#pragma once

#include <cstdint>
#include <exception>
#include <string>

namespace rowgrad {

struct FetchProgress {
  std::string doing;        // "downloading", "checking", "unpacking"
  std::uint64_t done = 0;   // bytes
  std::uint64_t total = 0;  // 0: not known
};

class FetchObserver {
 public:
  virtual ~FetchObserver() = default;
  /// Up to a thousand times a second.
  virtual void progressed(const FetchProgress&) {}
  /// Something a person may want to know: a connection was lost, a copy is used.
  virtual void noted(const std::string&) {}
  virtual bool wants_to_stop() const { return false; }
};

/// The observer wished to stop; what has come so far is kept.
class FetchStopped : public std::exception {
 public:
  const char* what() const noexcept override { return "interrupted"; }
};

/// Tells how far it is. Throws FetchStopped.
inline void advance(FetchObserver& observer, const FetchProgress& progress) {
  observer.progressed(progress);
  if (observer.wants_to_stop()) throw FetchStopped();
}

}  // namespace rowgrad
