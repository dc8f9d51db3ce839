# Sourced by the scripts beside this folder: how they call the compiler.

# Build servers make the second build of the same sources faster, and outlive it. CI waits until nobody holds its output
# any more: there they hold a file, and are ended by end_build_servers.
run_dotnet() { # ARGUMENTS...
  if [[ -z ${CI-} ]]; then
    dotnet "$@"
    return
  fi
  local log code=0
  log=$(mktemp)
  dotnet "$@" >"$log" 2>&1 </dev/null || code=$?
  cat "$log"
  rm "$log"
  return "$code"
}

end_build_servers() {
  [[ -z ${CI-} ]] || timeout 60 dotnet build-server shutdown >/dev/null 2>&1 </dev/null || true
}
