using System.Text.Json;
using Microsoft.JSInterop;

namespace Balcao.Client.Conversations;

public enum AttachmentState { Uploading, Ready, Failed }

/// <summary>A chosen file, whose content the browser keeps.</summary>
/// <param name="Head">The first bytes of the file, in base64.</param>
public sealed record ChosenFile(string Key, string Name, long Size, string Type, string Head, string? PreviewUrl);

/// <param name="Status">0: no connection; -1: cancelled.</param>
public sealed record UploadAnswer(int Status, string Body)
{
    public UploadItem? Upload => Status is 200 ? JsonSerializer.Deserialize(Body, ContractJson.Default.UploadItem) : null;

    /// <summary>The exception that another failed request would throw.</summary>
    public Exception Failure => Status <= 0 ? new HttpRequestException() : new ProblemException(ReadProblem() ?? new Problem($"http.{Status}", "", Status));

    private Problem? ReadProblem()
    {
        try
        {
            return JsonSerializer.Deserialize(Body, ContractJson.Default.Problem);
        }
        catch (JsonException)
        {
            return null; // The error page of a proxy.
        }
    }
}

/// <summary>
/// A file chosen in the composer. The upload starts at once, so that sending needs no wait; removing the file cancels it.
/// </summary>
public sealed class Attachment(ChosenFile file) : IDisposable
{
    private DotNetObjectReference<Attachment>? _self;

    public event Action? Progressed;

    public ChosenFile File => file;

    public AttachmentState State { get; private set; }

    /// <summary>0 to 1.</summary>
    public double Progress { get; private set; }

    public UploadItem? Upload { get; private set; }

    public string? Reason { get; private set; }

    public SendAs? SendAs { get; private set; }

    /// <summary>Another way in which the file may be sent.</summary>
    public SendAs? Instead { get; private set; }

    public bool MayRetry { get; private set; }

    [JSInvokable]
    public void OnProgress(double share)
    {
        Progress = share;
        Progressed?.Invoke();
    }

    public async Task SendUpAsync(IJSObjectReference module, Func<FileCheck, string> faultText, Func<Exception, string> reasonOf, SendAs? sendAs = null)
    {
        (SendAs, Reason, Progress, MayRetry) = (sendAs ?? SendAs, null, 0, false);
        var check = FileCheck.Of(file.Type, file.Size, Convert.FromBase64String(file.Head), SendAs);
        Instead = check.Instead;
        if (check.Fault is not null)
        {
            (State, Reason) = (AttachmentState.Failed, faultText(check));
            return;
        }
        State = AttachmentState.Uploading;
        _self ??= DotNetObjectReference.Create(this);
        var answer = await module.InvokeAsync<UploadAnswer>("sendUp", file.Key, BalcaoApi.UploadUrl(SendAs), _self);
        if (answer.Upload is { } upload) (State, Upload) = (AttachmentState.Ready, upload);
        else if (answer.Status >= 0) (State, Reason, MayRetry) = (AttachmentState.Failed, reasonOf(answer.Failure), answer.Status is 0 or >= 500);
    }

    public void Dispose() => _self?.Dispose();
}
