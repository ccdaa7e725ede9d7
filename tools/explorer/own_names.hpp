// OwnNames: the names under which a server is asked by its own page, and by nobody else's.
#pragma once

#include <string>
#include <vector>

namespace rowgrad {

class OwnNames {
 public:
  OwnNames() = default;
  /// The address that is listened on, and those of this machine itself. An address that stands for all of the machine's
  /// ("0.0.0.0", "::") is asked for by names that cannot be known: then any is taken that is an address and not a name,
  /// because only names can be pointed elsewhere by those who own them.
  OwnNames(const std::string& host, int port);

  /// "127.0.0.1:8080", as the header Host has it.
  bool is_own_host(const std::string& host) const;
  /// "http://127.0.0.1:8080".
  bool is_own_origin(const std::string& origin) const;

 private:
  std::vector<std::string> hosts_;
  std::string port_;  // ":8080"
  bool any_address_ = false;
};

}  // namespace rowgrad
