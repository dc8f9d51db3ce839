# Sourced by the scripts in dev/: how they run dotnet.

# Build servers speed up later builds, and keep running after a build. A CI step ends only when no process holds its
# output any more, so in CI the output goes to a file, and end_build_servers ends the servers.
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
