using System.Net;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Balcao.Contract;

namespace Balcao.Tests.World;

/// <summary>Base of tests over HTTP, with the real server and database.</summary>
public abstract class HttpTests(BalcaoApp app) : IClassFixture<BalcaoApp>
{
    protected BalcaoApp App => app;

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A client of that person at a screen, signed in by cookie.</summary>
    protected HttpClient As(Member who) => app.As(who);
}

public static class Answers
{
    extension(HttpClient http)
    {
        /// <summary>The typed client, as the screens and integrators use it.</summary>
        public BalcaoApi Api => new(http);
    }

    /// <summary>The stable code of a refusal; throws if the answer is not a refusal.</summary>
    public static async Task<string> ProblemCode(this HttpResponseMessage response)
    {
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        return problem.GetProperty("code").GetString()!;
    }

    /// <summary>The refusal that a call of the typed client throws.</summary>
    public static async Task<Problem> Refused(this Task call) => (await Assert.ThrowsAsync<ProblemException>(() => call)).Problem;

    /// <summary>Fails with the answer's body if the status is another one.</summary>
    public static async Task<HttpResponseMessage> ShouldBe(this Task<HttpResponseMessage> answer, HttpStatusCode status)
    {
        var response = await answer;
        if (response.StatusCode != status)
            Assert.Fail($"{response.RequestMessage?.RequestUri} answered {(int)response.StatusCode}, not {(int)status}: {await response.Content.ReadAsStringAsync()}");
        return response;
    }
}

/// <summary>Waiting for asynchronous effects.</summary>
public static class Waiting
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Repeats the check until it is true, and fails after 15 s.</summary>
    public static async Task Eventually(Func<Task<bool>> isSo, string because)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience);
        using var timer = new PeriodicTimer(Pause);
        try
        {
            while (!await isSo()) await timer.WaitForNextTickAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            Assert.Fail($"Not within {Patience.TotalSeconds} s: {because}");
        }
    }

    /// <inheritdoc cref="Eventually(Func{Task{bool}}, string)"/>
    public static Task Eventually(Func<bool> isSo, [CallerArgumentExpression(nameof(isSo))] string because = "") =>
        Eventually(() => Task.FromResult(isSo()), because);
}
