using System.Collections.Concurrent;
using System.Text;
using Balcao.WhatsApp.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Balcao.WhatsApp.Tests.Client;

/// <summary>A request of the client, as received.</summary>
public sealed record Received(string Method, string Path, string Query, IHeaderDictionary Headers, string Body);

/// <summary>A Graph API with one answer, on its own port.</summary>
public sealed class FakeGraph : IAsyncDisposable
{
    public static readonly NumberCredentials Number = new("42", "fictional-token");

    private readonly WebApplication app;
    private readonly ConcurrentQueue<Received> received = new();

    private FakeGraph(WebApplication app)
    {
        this.app = app;
        Http = new HttpClient();
        Client = new CloudApiClient(Http, new CloudApiOptions { GraphUrl = Url });
    }

    public Uri Url => new(app.Urls.Single());
    public HttpClient Http { get; }
    public CloudApiClient Client { get; }
    public Received Last => received.Last();
    public int Requests => received.Count;

    public static Task<FakeGraph> AnsweringAsync(int status, string body, string contentType = "application/json") =>
        AnsweringAsync(async context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = contentType;
            await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(body));
        });

    public static async Task<FakeGraph> AnsweringAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        FakeGraph? graph = null;
        app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body, Encoding.Latin1);
            graph!.received.Enqueue(new(
                context.Request.Method, context.Request.Path, context.Request.QueryString.Value!,
                new HeaderDictionary(context.Request.Headers.ToDictionary()), await reader.ReadToEndAsync()));
            await answer(context);
        });
        await app.StartAsync();
        return graph = new(app);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.DisposeAsync();
    }
}
