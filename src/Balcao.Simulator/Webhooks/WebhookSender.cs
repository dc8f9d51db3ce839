using System.Diagnostics;
using System.Net.Http.Headers;

namespace Balcao.Simulator.Webhooks;

/// <summary>Sends one HTTP request and reads its answer, without retries.</summary>
public sealed class WebhookSender(SimulatorOptions options, TimeProvider time) : IDisposable
{
    // No proxy: callbacks are usually on this machine, which a proxy from the environment could not reach.
    readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(2) })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public async Task<WebhookAttempt> PostAsync(Uri url, byte[] body, SignatureKind signature, CancellationToken ct)
    {
        var at = time.GetUtcNow();
        var clock = Stopwatch.GetTimestamp();
        using var patience = new CancellationTokenSource(options.Webhook.Timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, ct);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            request.Headers.TryAddWithoutValidation("User-Agent", "facebookexternalua");
            if (signature is not SignatureKind.Missing)
            {
                var secret = signature is SignatureKind.Wrong ? options.AppSecret + "?" : options.AppSecret;
                request.Headers.Add("X-Hub-Signature", WebhookSignature.Sha1(body, secret));
                request.Headers.Add("X-Hub-Signature-256", WebhookSignature.Sha256(body, secret));
            }
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseContentRead, both.Token);
            return new WebhookAttempt(at, (int)response.StatusCode, null, Elapsed());
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new WebhookAttempt(at, null, "timeout", Elapsed());
        }
        catch (HttpRequestException failure)
        {
            return new WebhookAttempt(at, null, failure.HttpRequestError.ToString(), Elapsed());
        }

        double Elapsed() => Math.Round(Stopwatch.GetElapsedTime(clock).TotalMilliseconds, 1);
    }

    public async Task<Verification> GetAsync(Uri url, CancellationToken ct)
    {
        using var patience = new CancellationTokenSource(options.Webhook.Timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, ct);
        try
        {
            using var response = await http.GetAsync(url, both.Token);
            return new Verification(url, (int)response.StatusCode, await response.Content.ReadAsStringAsync(both.Token), null);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new Verification(url, null, null, "No answer in time.");
        }
        catch (HttpRequestException failure)
        {
            return new Verification(url, null, null, failure.Message);
        }
    }

    public void Dispose() => http.Dispose();
}
