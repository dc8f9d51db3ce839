using System.Text;
using Balcao.Simulator.Faults;

namespace Balcao.Simulator.Graph;

/// <summary>
/// Middleware of all Graph calls: applies the faults, checks the bearer token, and records requests and answers.
/// </summary>
public sealed class GraphMiddleware(RequestDelegate next, BusinessDirectory directory, FaultSwitches faults, GraphCalls calls, TimeProvider time)
{
    public static readonly object TokenKey = new();

    public async Task InvokeAsync(HttpContext http)
    {
        var request = http.Request;
        var at = time.GetUtcNow();
        string? body = null;
        if (request.ContentType?.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) is not true)
        {
            request.EnableBuffering();
            using var reader = new StreamReader(request.Body, Encoding.UTF8, leaveOpen: true);
            body = await reader.ReadToEndAsync(http.RequestAborted);
            request.Body.Position = 0;
        }
        http.Response.Headers["x-fb-trace-id"] = Wamids.NewTraceId();
        try
        {
            if (faults.Current.SlowMilliseconds is > 0 and var slow) await Task.Delay(TimeSpan.FromMilliseconds(slow), time, http.RequestAborted);
            await AnswerAsync(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The client disconnected; the call is recorded without an answer.
        }
        finally
        {
            var answered = !http.RequestAborted.IsCancellationRequested;
            var reply = http.Items.TryGetValue(GraphReply.ItemKey, out var item) ? (item as GraphReply)?.Body : null;
            calls.Add(id => new GraphCall(id, at, request.Method, request.Path, request.QueryString.Value ?? "", string.IsNullOrEmpty(body) ? null : body,
                answered ? http.Response.StatusCode : 0, reply));
        }
    }

    async Task AnswerAsync(HttpContext http)
    {
        if (faults.TakeServerError() is > 0 and var left)
        {
            // The errors of a gateway are not JSON; clients must handle both kinds.
            if (left % 2 == 1)
            {
                await ((GraphReply)GraphError.Of(131016)).ExecuteAsync(http);
                return;
            }
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            http.Response.ContentType = "text/html";
            await http.Response.WriteAsync("<html><body><h1>503 Service Unavailable</h1></body></html>", http.RequestAborted);
            return;
        }
        var token = Token(http.Request);
        http.Items[TokenKey] = token;
        // A client that requests a token has none yet.
        var isExchange = http.Request.Path.Value!.EndsWith("/oauth/access_token", StringComparison.Ordinal);
        GraphError? refused = isExchange ? null : string.IsNullOrEmpty(token) ? GraphError.TokenMissing
            : !directory.IsToken(token) ? GraphError.TokenInvalid
            : faults.Current.ExpiredToken && !directory.IsAppToken(token) ? faults.Current.TokenSubcode == 460 ? GraphError.PasswordChanged : GraphError.TokenExpired
            : null;
        if (refused is not null) await ((GraphReply)refused).ExecuteAsync(http);
        else await next(http);
    }

    public static string? Token(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        foreach (var scheme in new[] { "Bearer ", "OAuth " })
        {
            if (header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)) return header[scheme.Length..].Trim();
        }
        return request.Query["access_token"];
    }
}
