# Sourced by the scripts beside this folder, after build.sh: the programs as people run them.

# The server and the demo in one folder, screens trimmed and compressed; journeys and pictures use them.
published=artifacts/published

# What was built in Release before: nothing is compiled twice.
publish_programs() {
  rm -rf "$published"
  local project
  for project in Balcao Balcao.Demo; do
    run_dotnet publish "src/$project" -c Release -o "$published" --no-build -v quiet --nologo
  done
}
