using Microsoft.Playwright;

namespace Balcao.EndToEnd.Harness;

/// <summary>
/// One test in the browser: opens a page per person and fails if a page throws an error. After a failure
/// <c>TestResults/</c> has a screenshot, a trace and the console of each person.
/// </summary>
public abstract class Journey(Browser browser) : IAsyncDisposable
{
    readonly List<PersonAtScreen> people = [];

    /// <summary>A page in a profile of its own, so that two people of one journey do not share a sign-in.</summary>
    protected async Task<IPage> OpenAsync(string person, Uri? address = null)
    {
        var screen = await SitDownAsync(person);
        return await screen.OpenAsync(address);
    }

    /// <summary>The same, already signed in: for journeys that are not about signing in.</summary>
    protected async Task<IPage> OpenSignedInAsync(string person, Uri address, string email, string password = DemoWorld.Password)
    {
        var screen = await SitDownAsync(person);
        var origin = address.GetLeftPart(UriPartial.Authority);
        var answer = await screen.Profile.APIRequest.PostAsync($"{origin}/api/session", new()
        {
            DataObject = new { email, password, staySignedIn = true }, Headers = [new("Origin", origin)],
        });
        Assert.True(answer.Ok, $"{email} cannot sign in: {await answer.TextAsync()}");
        return await screen.OpenAsync(address);
    }

    async Task<PersonAtScreen> SitDownAsync(string person)
    {
        var screen = await PersonAtScreen.SitDownAsync(person, browser);
        people.Add(screen);
        return screen;
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        string[] faults = [.. people.SelectMany(person => person.Faults)];
        try
        {
            if (faults.Length > 0 || TestContext.Current.TestState?.Result is TestResult.Failed)
                await SaveEvidenceAsync(EvidenceFolder);
        }
        finally
        {
            foreach (var person in people) await person.DisposeAsync();
        }

        Assert.True(faults.Length == 0, "A page of this journey threw:\n" + string.Join('\n', faults));
    }

    protected async Task SaveEvidenceAsync(DirectoryInfo folder)
    {
        folder.Create();
        foreach (var person in people) await person.SaveEvidenceAsync(folder);
    }

    static DirectoryInfo EvidenceFolder
    {
        get
        {
            var test = TestContext.Current.Test?.TestDisplayName ?? "unknown test";
            var name = string.Concat(test.Select(letter => char.IsLetterOrDigit(letter) || letter is '.' or '_' ? letter : '-'));
            var database = Environment.GetEnvironmentVariable("DESK_DB") ?? "sqlite";
            return new(Path.Combine(TestResults.Folder, $"{name}.{database}"));
        }
    }
}
