using System.Net.Http.Headers;
using System.Text.Json;

namespace Balcao.WhatsApp.Client;

/// <summary>Sends one request to the Graph API and classifies the outcome.</summary>
internal sealed class GraphConnection(HttpClient http, CloudApiOptions options)
{
    private readonly string root = $"{options.GraphUrl.AbsoluteUri.TrimEnd('/')}/{options.GraphVersion}/";

    public async Task<GraphResult<T>> ExchangeAsync<T>(
        HttpMethod method, string path, string accessToken, HttpContent? body, Func<JsonElement, T?> read, CancellationToken ct) where T : class
    {
        ct.ThrowIfCancellationRequested();
        var tracked = body is null ? null : new TrackedContent(body);
        using var request = Request(method, new Uri(root + path), accessToken);
        request.Content = tracked;
        var onlyReads = method == HttpMethod.Get;
        try
        {
            using var response = await http.SendAsync(request, ct);
            var answer = await ReadAnswerAsync(response, ct);
            if (response.IsSuccessStatusCode)
                return answer.Read(read) is { } value ? GraphResult.Success(value) : Unclear<T>("The answer is not what the call returns.", answer);
            if (answer.Error is { } error)
                return GraphResult.Refused<T>(error);
            // The answer of a gateway does not tell whether Meta processed the request.
            return answer.HttpStatus >= 500 ? Unclear<T>("A gateway answered in place of the API.", answer) : GraphResult.Refused<T>(answer.AsError());
        }
        catch (OperationCanceledException e) when (ct.IsCancellationRequested && !MayHaveTakenEffect(e))
        {
            throw;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            return MayHaveTakenEffect(e) ? GraphResult.Unknown<T>(Describe(e)) : GraphResult.NotSent<T>(Describe(e));
        }

        bool MayHaveTakenEffect(Exception e) => !onlyReads && (tracked is null ? !NeverConnected(e) : tracked.HasLeft);

        GraphResult<TValue> Unclear<TValue>(string reason, Answer answer) where TValue : class =>
            onlyReads ? GraphResult.Refused<TValue>(answer.AsError()) : GraphResult.Unknown<TValue>(reason, answer.AsError());
    }

    public HttpRequestMessage Request(HttpMethod method, Uri url, string accessToken)
    {
        var request = new HttpRequestMessage(method, url);
        // Pasted tokens often end with a line break. The token is not validated here, so that an invalid one fails the
        // call instead of throwing.
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + accessToken.Trim());
        request.Headers.TryAddWithoutValidation("User-Agent", options.UserAgent);
        return request;
    }

    public static async Task<Answer> ReadAnswerAsync(HttpResponseMessage response, CancellationToken ct) =>
        new((int)response.StatusCode, response.Headers.RetryAfter?.Delta, await response.Content.ReadAsByteArrayAsync(ct));

    private static bool NeverConnected(Exception e) => e is HttpRequestException
    {
        HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
            or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
    };

    public static string Describe(Exception e) => e switch
    {
        HttpRequestException { HttpRequestError: not HttpRequestError.Unknown } failed => $"{failed.HttpRequestError}: {failed.Message}",
        OperationCanceledException => "No answer in time.",
        _ => e.Message,
    };

    public static string Escaped(string id) => Uri.EscapeDataString(id);

    public static ReadOnlyMemoryContent JsonBody(ReadOnlyMemory<byte> json)
    {
        var content = new ReadOnlyMemoryContent(json);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }
}
