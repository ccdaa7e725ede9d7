#include "io/safetensors.hpp"

#include "core/error.hpp"
#include "tests/fuzz/memory_file.hpp"
#include "tests/fuzz/targets.hpp"

namespace rowgrad::fuzz {
namespace {

template <class T>
void read_as(const Safetensors& file, const std::string& name) {
  const auto [rows, columns] = file.shape(name);
  auto value = zeros<T>(rows, columns);
  try {
    file.read(name, value);
  } catch (const Error&) {  // of another type, or with numbers that are not finite
  }
}

}  // namespace

void safetensors(std::string_view bytes) {
  const MemoryFile file(bytes);
  const Safetensors tensors(file.path());
  for (const std::string& name : tensors.names()) {
    read_as<float>(tensors, name);
    read_as<double>(tensors, name);
    read_as<Id>(tensors, name);
  }
  tensors.metadata("state");
}

}  // namespace rowgrad::fuzz
