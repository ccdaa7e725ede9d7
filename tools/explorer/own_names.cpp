#include "tools/explorer/own_names.hpp"

#include <algorithm>

#include "core/ascii.hpp"

namespace rowgrad {
namespace {

// IPv4 in digits, or IPv6 in brackets.
bool is_address(const std::string& host) {
  if (host.starts_with('[') && host.ends_with(']'))
    return host.find_first_not_of("0123456789abcdef:.[]") == std::string::npos;
  return !host.empty() && host.find_first_not_of("0123456789.") == std::string::npos;
}

}  // namespace

OwnNames::OwnNames(const std::string& host, int port)
    : port_(":" + std::to_string(port)), any_address_(host == "0.0.0.0" || host == "::") {
  for (const std::string& name :
       {std::string("127.0.0.1"), std::string("localhost"), std::string("[::1]"), host, "[" + host + "]"})
    hosts_.push_back(lower_case(name));
}

bool OwnNames::is_own_host(const std::string& host) const {
  std::string name = lower_case(host);
  if (name.ends_with(port_))
    name.resize(name.size() - port_.size());
  else if (port_ != ":80")  // which browsers leave out
    return false;
  return std::ranges::find(hosts_, name) != hosts_.end() || (any_address_ && is_address(name));
}

bool OwnNames::is_own_origin(const std::string& origin) const {
  constexpr std::string_view scheme = "http://";
  return origin.starts_with(scheme) && is_own_host(origin.substr(scheme.size()));
}

}  // namespace rowgrad
