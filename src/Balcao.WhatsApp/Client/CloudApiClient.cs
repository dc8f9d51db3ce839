using System.Buffers;
using System.Text.Json;

namespace Balcao.WhatsApp.Client;

/// <summary>
/// The Cloud API's calls. One instance serves many numbers: number and token are arguments. Nothing is retried here;
/// the result says whether a repetition is safe. The <see cref="HttpClient"/> must not retry either: a handler that repeats a
/// POST sends the message twice.
/// </summary>
public sealed class CloudApiClient(HttpClient http, CloudApiOptions options)
{
    private readonly GraphConnection graph = new(http, options);

    public Task<GraphResult<SendReceipt>> SendAsync(NumberCredentials number, OutboundMessage message, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        return PostAsync(number, "messages", GraphConnection.JsonBody(message.ToJson()), SendReceipt.Read, ct);
    }

    /// <summary>
    /// Marks this message and all earlier ones as read. The typing indicator is shown for 25 seconds or until the
    /// reply. Meta refuses messages older than 30 days.
    /// </summary>
    public Task<GraphResult<GraphConfirmation>> MarkReadAsync(
        NumberCredentials number, string messageId, bool showTyping = false, CancellationToken ct = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(messageId);
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("messaging_product"u8, "whatsapp"u8);
            json.WriteString("status"u8, "read"u8);
            json.WriteString("message_id"u8, messageId);
            if (showTyping)
            {
                json.WriteStartObject("typing_indicator"u8);
                json.WriteString("type"u8, "text"u8);
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        return PostAsync(number, "messages", GraphConnection.JsonBody(buffer.WrittenMemory), GraphConfirmation.Read, ct);
    }

    /// <summary>
    /// Uploads a file to send. Name, MIME type and bytes must agree, or the message that uses it fails later with 131053;
    /// see <see cref="Media.MediaTypes"/>. The stream is disposed of.
    /// </summary>
    public Task<GraphResult<UploadedMedia>> UploadMediaAsync(
        NumberCredentials number, Stream content, string fileName, string mimeType, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        return PostAsync(number, "media", MediaForm.Create(content, fileName, mimeType), UploadedMedia.Read, ct);
    }

    /// <summary>Whether the token opens the number, and which phone it is. It needs the permission <c>whatsapp_business_management</c>.</summary>
    /// <returns>The id and the phone; without the phone if the id is of another thing.</returns>
    public Task<GraphResult<PhoneNumberState>> GetPhoneNumberAsync(NumberCredentials number, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(number);
        return graph.ExchangeAsync(
            HttpMethod.Get, $"{GraphConnection.Escaped(number.PhoneNumberId)}?fields=id,display_phone_number", number.AccessToken, null, PhoneNumberState.Read, ct);
    }

    /// <summary>Where the file is to be had. Ids of inbound media live seven days.</summary>
    public Task<GraphResult<MediaLocation>> GetMediaAsync(NumberCredentials number, string mediaId, CancellationToken ct = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(mediaId);
        return graph.ExchangeAsync(HttpMethod.Get, MediaPath(number, mediaId), number.AccessToken, null, MediaLocation.Read, ct);
    }

    public Task<GraphResult<GraphConfirmation>> DeleteMediaAsync(NumberCredentials number, string mediaId, CancellationToken ct = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(mediaId);
        return graph.ExchangeAsync(HttpMethod.Delete, MediaPath(number, mediaId), number.AccessToken, null, GraphConfirmation.Read, ct);
    }

    /// <summary>
    /// Downloads the file. A refusal means that the address has expired (call <see cref="GetMediaAsync"/> again), not
    /// that the token is invalid: a 401 of the media host must not stop sending on the number.
    /// </summary>
    public async Task<GraphResult<MediaDownload>> DownloadMediaAsync(NumberCredentials number, Uri url, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(url);
        if (!MayReceiveToken(url))
            return GraphResult.NotSent<MediaDownload>($"The media host {(url.IsAbsoluteUri ? url.Host : "")} is not among those trusted with the token.");

        using var request = graph.Request(HttpMethod.Get, url, number.AccessToken);
        try
        {
            var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            if (response.IsSuccessStatusCode)
                return GraphResult.Success(new MediaDownload(response, await response.Content.ReadAsStreamAsync(ct)));
            using (response)
                return GraphResult.Refused<MediaDownload>((await GraphConnection.ReadAnswerAsync(response, ct)).AsError() with { IsFromMediaHost = true });
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            return GraphResult.NotSent<MediaDownload>(GraphConnection.Describe(e));
        }
    }

    private Task<GraphResult<T>> PostAsync<T>(
        NumberCredentials number, string edge, HttpContent body, Func<JsonElement, T?> read, CancellationToken ct) where T : class =>
        graph.ExchangeAsync(HttpMethod.Post, $"{GraphConnection.Escaped(number.PhoneNumberId)}/{edge}", number.AccessToken, body, read, ct);

    // With phone_number_id, Meta refuses ids of media that other numbers uploaded.
    private static string MediaPath(NumberCredentials number, string mediaId) =>
        $"{GraphConnection.Escaped(mediaId)}?phone_number_id={GraphConnection.Escaped(number.PhoneNumberId)}";

    private bool MayReceiveToken(Uri url)
    {
        if (!url.IsAbsoluteUri)
            return false;
        if (url.Scheme == options.GraphUrl.Scheme && url.Host.Equals(options.GraphUrl.Host, StringComparison.OrdinalIgnoreCase))
            return true;
        return url.Scheme == Uri.UriSchemeHttps && options.MediaDomains.Any(domain =>
            url.Host.Equals(domain, StringComparison.OrdinalIgnoreCase) || url.Host.EndsWith("." + domain, StringComparison.OrdinalIgnoreCase));
    }
}
