using System.Net;
using System.Net.Sockets;
using System.Text;
using Balcao.WhatsApp.Client;
using static Balcao.WhatsApp.Tests.Client.FakeGraph;

namespace Balcao.WhatsApp.Tests.Client;

public sealed class CloudApiClientTests
{
    private const string Accepted =
        """{"messaging_product":"whatsapp","contacts":[{"input":"+5585998765432","wa_id":"558598765432","user_id":"BR.77"}],"messages":[{"id":"wamid.OUT1","message_status":"accepted"}]}""";

    private static readonly OutboundMessage Hello = new() { To = Recipient.OfPhone("5585998765432"), Content = new TextContent("Olá") };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("KnownFailure", "5")] // WhatsApp may know the number in its other spelling, which the receipt contains.
    public async Task A_message_is_posted_with_token_and_version_and_its_receipt_read()
    {
        await using var graph = await AnsweringAsync(200, Accepted);
        var result = await graph.Client.SendAsync(Number with { AccessToken = " fictional-token\n" }, Hello, Ct);

        Assert.True(result.IsSuccess);
        Assert.Equal(new SendReceipt { MessageId = "wamid.OUT1", WaId = "558598765432", UserId = "BR.77", MessageStatus = "accepted" }, result.Value);
        Assert.Equal("POST", graph.Last.Method);
        Assert.Equal("/v25.0/42/messages", graph.Last.Path);
        Assert.Equal("Bearer fictional-token", graph.Last.Headers.Authorization);
        Assert.Equal("application/json", graph.Last.Headers.ContentType);
        Assert.Equal("Balcao.WhatsApp/1.0", graph.Last.Headers.UserAgent);
        Assert.Equal(Encoding.UTF8.GetString(Hello.ToJson().Span), Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(graph.Last.Body)));
    }

    [Fact]
    public async Task The_version_and_a_path_before_it_are_settings()
    {
        await using var graph = await AnsweringAsync(200, Accepted);
        var client = new CloudApiClient(graph.Http, new() { GraphUrl = new(graph.Url, "/graph/"), GraphVersion = "v26.0" });
        Assert.True((await client.SendAsync(Number, Hello, Ct)).IsSuccess);
        Assert.Equal("/graph/v26.0/42/messages", graph.Last.Path);
    }

    [Theory]
    [InlineData(false, """{"messaging_product":"whatsapp","status":"read","message_id":"wamid.IN1"}""")]
    [InlineData(true, """{"messaging_product":"whatsapp","status":"read","message_id":"wamid.IN1","typing_indicator":{"type":"text"}}""")]
    public async Task A_message_is_marked_as_read_and_typing_shown(bool typing, string expected)
    {
        await using var graph = await AnsweringAsync(200, """{"success":true}""");
        Assert.True((await graph.Client.MarkReadAsync(Number, "wamid.IN1", typing, Ct)).IsSuccess);
        Assert.Equal("/v25.0/42/messages", graph.Last.Path);
        Assert.Equal(expected, graph.Last.Body);
    }

    [Fact]
    [Trait("KnownFailure", "12")] // Meta uses the extension and the part's type, so both must be sent unchanged.
    public async Task A_file_is_uploaded_with_a_plain_name_and_its_type()
    {
        await using var graph = await AnsweringAsync(200, """{"id":"900100"}""");
        var result = await graph.Client.UploadMediaAsync(
            Number, new MemoryStream("OggS-bytes"u8.ToArray()), "áudio \"1\".ogg", "audio/ogg; codecs=opus", Ct);

        Assert.Equal("900100", result.Value!.Id);
        Assert.Equal("/v25.0/42/media", graph.Last.Path);
        Assert.StartsWith("multipart/form-data; boundary=", graph.Last.Headers.ContentType, StringComparison.Ordinal);
        Assert.DoesNotContain("\"", graph.Last.Headers.ContentType.ToString(), StringComparison.Ordinal);
        Assert.Contains("Content-Disposition: form-data; name=\"messaging_product\"\r\n\r\nwhatsapp\r\n", graph.Last.Body, StringComparison.Ordinal);
        Assert.Contains("Content-Disposition: form-data; name=\"type\"\r\n\r\naudio/ogg; codecs=opus\r\n", graph.Last.Body, StringComparison.Ordinal);
        Assert.Contains("name=\"file\"; filename=\"_udio__1_.ogg\"\r\n", graph.Last.Body, StringComparison.Ordinal);
        Assert.Contains("Content-Type: audio/ogg; codecs=opus\r\n", graph.Last.Body, StringComparison.Ordinal);
        Assert.Contains("\r\n\r\nOggS-bytes\r\n", graph.Last.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_media_id_is_looked_up_and_deleted()
    {
        await using var graph = await AnsweringAsync(200,
            """{"messaging_product":"whatsapp","url":"https:\/\/lookaside.fbsbx.com\/x?mid=1","mime_type":"image\/jpeg","sha256":"deadbeef","file_size":"1234","id":"900100","success":true}""");

        var found = await graph.Client.GetMediaAsync(Number, "900100", Ct);
        Assert.Equal(
            new MediaLocation { Url = new("https://lookaside.fbsbx.com/x?mid=1"), MimeType = "image/jpeg", Sha256 = "deadbeef", FileSize = 1234 },
            found.Value);
        Assert.Equal(("GET", "/v25.0/900100", "?phone_number_id=42"), (graph.Last.Method, graph.Last.Path, graph.Last.Query));

        Assert.True((await graph.Client.DeleteMediaAsync(Number, "900100", Ct)).IsSuccess);
        Assert.Equal(("DELETE", "/v25.0/900100"), (graph.Last.Method, graph.Last.Path));
    }

    [Fact]
    public async Task A_number_is_shown_to_a_token_that_opens_it()
    {
        await using var graph = await AnsweringAsync(200, """{"display_phone_number":"+55 11 3000-1000","id":"42"}""");

        var shown = await graph.Client.GetPhoneNumberAsync(Number, Ct);

        Assert.Equal(new PhoneNumberState { Id = "42", DisplayPhoneNumber = "+55 11 3000-1000" }, shown.Value);
        Assert.Equal(("GET", "/v25.0/42", "?fields=id,display_phone_number"), (graph.Last.Method, graph.Last.Path, graph.Last.Query));
        Assert.Equal($"Bearer {Number.AccessToken}", graph.Last.Headers.Authorization);
    }

    [Fact]
    public async Task A_file_is_downloaded_with_token_and_user_agent()
    {
        await using var graph = await AnsweringAsync(200, "jpeg-bytes", "image/jpeg");
        var result = await graph.Client.DownloadMediaAsync(Number, new(graph.Url, "/files/1"), Ct);

        await using var download = result.Value!;
        using var reader = new StreamReader(download.Content);
        Assert.Equal("jpeg-bytes", await reader.ReadToEndAsync(Ct));
        Assert.Equal("image/jpeg", download.MimeType);
        Assert.Equal("Bearer fictional-token", graph.Last.Headers.Authorization);
        Assert.Equal("Balcao.WhatsApp/1.0", graph.Last.Headers.UserAgent);
    }

    [Theory]
    [Trait("KnownFailure", "19")] // The media host's 401 is an expired address, not a bad token: it must not stop the number.
    [InlineData(401)]
    [InlineData(404)]
    public async Task An_expired_address_is_a_media_problem(int status)
    {
        await using var graph = await AnsweringAsync(status, "URL signature expired", "text/plain");
        var result = await graph.Client.DownloadMediaAsync(Number, new(graph.Url, "/files/1"), Ct);

        Assert.True(result.IsRefused);
        Assert.Equal(GraphErrorClass.MediaProblem, result.Error.Class);
        Assert.Equal("URL signature expired", result.Error.RawBody);
    }

    [Theory]
    [InlineData("https://evil.example/x")]
    [InlineData("https://notfbsbx.com/x")]
    [InlineData("http://lookaside.fbsbx.com/x")]
    [InlineData("file:///etc/passwd")]
    public async Task The_token_is_sent_only_to_known_hosts(string url)
    {
        await using var graph = await AnsweringAsync(200, "x");
        var result = await graph.Client.DownloadMediaAsync(Number, new(url), Ct);
        Assert.Equal(GraphOutcome.NotSent, result.Outcome);
        Assert.Equal(0, graph.Requests);
    }

    [Fact]
    public void Credentials_do_not_print_their_token() => Assert.DoesNotContain("fictional-token", Number.ToString(), StringComparison.Ordinal);

    [Fact]
    public async Task An_error_is_read_in_full()
    {
        await using var graph = await AnsweringAsync(async context =>
        {
            context.Response.StatusCode = 400;
            context.Response.Headers.RetryAfter = "7";
            await context.Response.Body.WriteAsync("""
                {"error":{"message":"(#131056) (Business Account, Consumer Account) pair rate limit hit","type":"OAuthException","code":131056,
                 "error_data":{"messaging_product":"whatsapp","details":"Too many messages to this number."},"error_subcode":2494055,
                 "error_user_title":"Slow down","error_user_msg":"Try later","is_transient":true,"fbtrace_id":"AbCd"}}
                """u8.ToArray());
        });
        var result = await graph.Client.SendAsync(Number, Hello, Ct);

        Assert.Equal(GraphOutcome.Refused, result.Outcome);
        Assert.Equal(
            new GraphError
            {
                Code = 131056, Subcode = 2494055, Type = "OAuthException",
                Message = "(#131056) (Business Account, Consumer Account) pair rate limit hit", Details = "Too many messages to this number.",
                UserTitle = "Slow down", UserMessage = "Try later", IsTransient = true, TraceId = "AbCd", HttpStatus = 400, RetryAfter = TimeSpan.FromSeconds(7),
            },
            result.Error);
        Assert.Equal(GraphErrorClass.ThrottleRecipient, result.Error!.Class);
    }

    [Theory]
    [InlineData(413, "<html>too large</html>", GraphOutcome.Refused, GraphErrorClass.Unknown)]
    [InlineData(429, "", GraphOutcome.Refused, GraphErrorClass.ThrottleNumber)]
    [InlineData(502, "<html>bad gateway</html>", GraphOutcome.Unknown, GraphErrorClass.Retry)]
    [InlineData(504, "", GraphOutcome.Unknown, GraphErrorClass.Retry)]
    // The API reports the failure, so the outcome is certain.
    [InlineData(503, """{"error":{"code":131016,"message":"Service unavailable"}}""", GraphOutcome.Refused, GraphErrorClass.Retry)]
    [InlineData(500, """{"error":{"code":987654,"is_transient":true}}""", GraphOutcome.Refused, GraphErrorClass.Retry)]
    [InlineData(400, """{"error":{"code":987654}}""", GraphOutcome.Refused, GraphErrorClass.Unknown)]
    // Probably accepted, but the id is missing.
    [InlineData(200, """{"messages":[]}""", GraphOutcome.Unknown, GraphErrorClass.Unknown)]
    [InlineData(200, "OK", GraphOutcome.Unknown, GraphErrorClass.Unknown)]
    public async Task Answers_without_a_valid_Graph_body_are_classified(int status, string body, GraphOutcome outcome, GraphErrorClass errorClass)
    {
        await using var graph = await AnsweringAsync(status, body, "text/html");
        var result = await graph.Client.SendAsync(Number, Hello, Ct);

        Assert.Equal(outcome, result.Outcome);
        Assert.Equal(errorClass, result.Error!.Class);
        Assert.Equal(status, result.Error.HttpStatus);
        if (result.Error.Code is null)
            Assert.Equal(body, result.Error.RawBody);
    }

    [Fact]
    public async Task A_message_is_certainly_not_sent_if_the_connection_is_refused()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        // Bound but not listening, so that the port refuses connections.
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using var http = new HttpClient();
        var client = new CloudApiClient(http, new() { GraphUrl = new($"http://{socket.LocalEndPoint}") });

        var result = await client.SendAsync(Number, Hello, Ct);
        Assert.Equal(GraphOutcome.NotSent, result.Outcome);
        Assert.Contains("ConnectionError", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_outcome_is_unknown_if_the_connection_breaks_after_the_request_was_sent()
    {
        await using var graph = await AnsweringAsync(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        Assert.Equal(GraphOutcome.Unknown, (await graph.Client.SendAsync(Number, Hello, Ct)).Outcome);
        // A request that only reads can always be repeated.
        Assert.Equal(GraphOutcome.NotSent, (await graph.Client.GetMediaAsync(Number, "900100", Ct)).Outcome);
    }

    [Fact]
    public async Task The_outcome_is_unknown_if_the_answer_breaks_off()
    {
        await using var graph = await AnsweringAsync(async context =>
        {
            context.Response.ContentLength = 1000;
            await context.Response.Body.WriteAsync("{\"messages\":"u8.ToArray());
            await context.Response.Body.FlushAsync();
            context.Abort();
        });
        Assert.Equal(GraphOutcome.Unknown, (await graph.Client.SendAsync(Number, Hello, Ct)).Outcome);
    }

    [Theory]
    [InlineData(true, GraphOutcome.Unknown)]
    [InlineData(false, GraphOutcome.NotSent)]
    public async Task The_outcome_of_a_timeout_is_unknown_only_if_the_request_was_sent(bool requestLeaves, GraphOutcome expected)
    {
        using var http = new HttpClient(new TimingOut(requestLeaves));
        var client = new CloudApiClient(http, new());
        Assert.Equal(expected, (await client.SendAsync(Number, Hello, Ct)).Outcome);
    }

    /// <summary>Fails in the same way as HttpClient's own timeout.</summary>
    private sealed class TimingOut(bool requestLeaves) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (requestLeaves)
                await request.Content!.CopyToAsync(Stream.Null, cancellationToken);
            throw new TaskCanceledException("The request was canceled due to the configured HttpClient.Timeout.", new TimeoutException());
        }
    }

    [Fact]
    public async Task Cancellation_throws_before_the_request_is_sent_and_gives_an_unknown_outcome_afterwards()
    {
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var testIsOver = new TaskCompletionSource();
        await using var graph = await AnsweringAsync(async _ =>
        {
            await cancelled.CancelAsync();
            await testIsOver.Task;
        });

        var result = await graph.Client.SendAsync(Number, Hello, cancelled.Token);
        Assert.Equal(GraphOutcome.Unknown, result.Outcome);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => graph.Client.SendAsync(Number, Hello, cancelled.Token));
        Assert.Equal(1, graph.Requests);
        testIsOver.SetResult();
    }

    [Fact]
    public async Task A_token_that_is_no_valid_header_fails_the_call_without_an_exception()
    {
        await using var graph = await AnsweringAsync(200, Accepted);
        var result = await graph.Client.SendAsync(Number with { AccessToken = "chave-inválida\r\nX: y" }, Hello, Ct);
        Assert.Equal(GraphOutcome.NotSent, result.Outcome);
        Assert.Equal(0, graph.Requests);
    }
}
