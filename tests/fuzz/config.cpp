#include "config/config.hpp"

#include "session/run_spec.hpp"
#include "tests/fuzz/memory_file.hpp"
#include "tests/fuzz/targets.hpp"

namespace rowgrad::fuzz {

void config(std::string_view bytes) {
  std::vector<std::string> parts;
  for (std::size_t start = 0; start <= bytes.size();) {
    const std::size_t end = std::min(bytes.find('\0', start), bytes.size());
    parts.emplace_back(bytes.substr(start, end - start));
    start = end + 1;
  }
  const MemoryFile file(parts.front());
  const RunSpec spec = read_run_spec(Config::load(file.path().string(), {parts.begin() + 1, parts.end()}));
  // What is accepted is accepted again as the run directory keeps it, and means the same.
  const MemoryFile resolved(spec.resolved.dump());
  if (read_run_spec(Config::load(resolved.path().string())).resolved != spec.resolved)
    throw std::logic_error("the resolved config resolves to another");
}

}  // namespace rowgrad::fuzz
