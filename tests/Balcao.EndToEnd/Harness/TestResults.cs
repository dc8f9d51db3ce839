namespace Balcao.EndToEnd.Harness;

/// <summary>
/// The folder for reports and evidence: <c>TestResults/</c> beside the solution, unless the run names another folder.
/// </summary>
static class TestResults
{
    public static string Folder { get; } =
        Environment.GetEnvironmentVariable("BALCAO_TEST_RESULTS") is { Length: > 0 } named ? named : Repository.FileOf("TestResults");
}
