using Balcao.Client.Shell;
using Microsoft.Extensions.Time.Testing;
using Microsoft.JSInterop;

namespace Balcao.Client.Tests.Shell;

public class ScriptModulesTests
{
    [Fact]
    public async Task A_script_that_could_not_be_fetched_is_asked_for_again_by_another_address()
    {
        var (time, browser) = (new FakeTimeProvider(), new Browser(failures: 2));

        var module = browser.ImportAsync("composer", time);
        Assert.False(module.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(module.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(2));

        Assert.Same(browser.Module, await module);
        Assert.Equal(["./js/composer.js", "./js/composer.js?try=1", "./js/composer.js?try=2"], browser.Asked);
    }

    [Fact]
    public void The_page_fetches_each_script_of_the_screens()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Balcao.slnx"))) root = Path.GetDirectoryName(root)!;
        var files = Path.Combine(root, "src", "Balcao.Client", "wwwroot");
        var page = File.ReadAllText(Path.Combine(files, "index.html"));

        foreach (var script in Directory.EnumerateFiles(Path.Combine(files, "js"), "*.js").Select(Path.GetFileName))
            Assert.True(page.Contains($"modulepreload\" href=\"js/{script}\"") || page.Contains($"<script src=\"js/{script}\""), script);
    }

    private sealed class Browser(int failures) : IJSRuntime, IJSObjectReference
    {
        public List<string> Asked { get; } = [];

        public IJSObjectReference Module => this;

        public ValueTask<TValue> InvokeAsync<TValue>(string identifier, object?[]? args)
        {
            Asked.Add((string)args![0]!);
            return Asked.Count > failures
                ? new((TValue)Module)
                : ValueTask.FromException<TValue>(new JSException("Failed to fetch dynamically imported module"));
        }

        public ValueTask<TValue> InvokeAsync<TValue>(string identifier, CancellationToken cancellationToken, object?[]? args) =>
            InvokeAsync<TValue>(identifier, args);

        public ValueTask DisposeAsync() => default;
    }
}
