// The sentence a failed answer carries: problem+json `detail`, or the element marked data-problem of a page.
const BY_STATUS: Record<number, string> = {
  403: "Bạn không có quyền làm việc này. Hãy hỏi người điều phối chương trình.",
  404: "Không tìm thấy nội dung này. Hãy tải lại trang.",
  409: "Nội dung vừa được người khác sửa. Hãy tải lại trang rồi làm lại.",
  413: "Tệp quá lớn. Hãy chọn tệp nhỏ hơn.",
  429: "Bạn thao tác quá nhanh. Hãy đợi một phút rồi làm lại.",
  503: "Hệ thống đang bảo trì. Hãy thử lại sau ít phút.",
};
const UNKNOWN = "Hệ thống gặp lỗi khi xử lý. Hãy thử lại; nếu vẫn lỗi, báo người quản trị.";

export function problemOf(request: XMLHttpRequest): string {
  const type = request.getResponseHeader("Content-Type") ?? "";
  const said = type.includes("json") ? fromJson(request.responseText) : fromPage(request.responseText);
  return said || BY_STATUS[request.status] || UNKNOWN;
}

function fromJson(text: string): string {
  try {
    const body = JSON.parse(text) as { detail?: unknown; title?: unknown };
    return String(body.detail ?? body.title ?? "");
  } catch {
    return "";
  }
}

function fromPage(text: string): string {
  const page = new DOMParser().parseFromString(text, "text/html");
  return page.querySelector("[data-problem]")?.textContent?.replace(/\s+/g, " ").trim() ?? "";
}
