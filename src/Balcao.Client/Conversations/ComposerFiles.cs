using System.Globalization;
using Balcao.Client.Shell;
using Microsoft.JSInterop;

namespace Balcao.Client.Conversations;

/// <summary>Attachments: files, and voice notes recorded here.</summary>
public sealed partial class Composer
{
    private const int MaxFiles = 10;

    private async Task PickFilesAsync()
    {
        if (_module is not null) await _module.InvokeVoidAsync("pick", _input);
    }

    private async Task AttachAsync()
    {
        if (!MayAttach || _module is null || await _module.InvokeAsync<ChosenFile[]?>("take", _input) is not { } chosen) return;
        List<Attachment> added = [.. chosen.Take(MaxFiles - _attachments.Count).Select(file => new Attachment(file))];
        foreach (var attachment in added) attachment.Progressed += StateHasChanged;
        _attachments.AddRange(added);
        Focus();
        foreach (var attachment in added) await SendUpAsync(attachment);
    }

    private async Task SendUpAsync(Attachment attachment, SendAs? sendAs = null)
    {
        // It may have been removed while another one was uploaded.
        if (_module is null || !_attachments.Contains(attachment)) return;
        var sending = attachment.SendUpAsync(
            _module, check => T[check.Fault!, Formats.Size(check.Limit), T["Kind." + check.Kind].Value.ToLower(CultureInfo.CurrentCulture)],
            refused => Failure.Text(refused, T), sendAs);
        StateHasChanged();
        await sending;
        StateHasChanged();
    }

    private async Task Remove(Attachment attachment)
    {
        _attachments.Remove(attachment);
        await ForgetAsync(attachment, keepsPreview: false);
    }

    private async Task ForgetAllAsync(bool keepsPreview)
    {
        Attachment[] all = [.. _attachments];
        _attachments.Clear();
        foreach (var attachment in all) await ForgetAsync(attachment, keepsPreview);
    }

    private async Task ForgetAsync(Attachment attachment, bool keepsPreview)
    {
        if (_module is not null) await _module.InvokeVoidAsync("drop", attachment.File.Key, keepsPreview);
        attachment.Dispose();
    }

    private Task RecordAsync()
    {
        (_isRecording, _isPicking, _showsMore) = (true, false, false);
        return Task.CompletedTask;
    }

    private void EndRecording()
    {
        _isRecording = false;
        Focus();
    }

    private async Task SendVoiceAsync(UploadItem upload)
    {
        if (Chat is { } chat) UnsentMessages.Send(New(chat) with { Upload = upload });
        _reply = null;
        EndRecording();
        await OnSent.InvokeAsync();
    }
}
