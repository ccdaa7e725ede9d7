// Whether this build runs under AddressSanitizer or ThreadSanitizer, which need terabytes of address space and are
// slow.
#pragma once

#if defined(__has_feature)  // clang
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define ROWGRAD_SANITIZED
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)  // gcc
#define ROWGRAD_SANITIZED
#endif

namespace rowgrad {

#if defined(ROWGRAD_SANITIZED)
inline constexpr bool sanitized = true;
#else
inline constexpr bool sanitized = false;
#endif

}  // namespace rowgrad
