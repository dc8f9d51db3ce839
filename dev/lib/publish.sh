# Sourced by the scripts beside this folder: the programs as people run them.

# The server and the demo in one folder, screens trimmed and compressed; journeys and pictures use them.
published=artifacts/published

publish_programs() {
  rm -rf "$published"
  local project
  for project in Balcao Balcao.Demo; do
    # Analyzers run in the build of the tests.
    dotnet publish "src/$project" -c Release -o "$published" -v quiet --nologo -p:RunAnalyzers=false ${CI:+--disable-build-servers}
  done
}
