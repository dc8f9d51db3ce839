# Sourced by the scripts beside this folder, after build.sh: the programs as people run them.

# The server and the demo in one folder, screens trimmed and compressed; journeys and pictures use them.
published=artifacts/published

publish_programs() {
  rm -rf "$published"
  local project
  for project in Balcao Balcao.Demo; do
    # Analyzers run in the build of the tests.
    run_dotnet publish "src/$project" -c Release -o "$published" -v quiet --nologo -p:RunAnalyzers=false
  done
}
